// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/comparison_html.hpp>
#include <moebench/report/detail/comparison_page_evidence.hpp>
#include <moebench/report/detail/comparison_page_figures.hpp>
#include <moebench/report/detail/comparison_page_style.hpp>
#include <moebench/report/detail/comparison_wording.hpp>
#include <moebench/report/detail/html_writer.hpp>

#include <string>

namespace moebench {

namespace detail {

/// "patch, other against main"
inline std::string page_title(const ComparisonResult& result) {
    std::string title;
    for (const auto& arm : compared_arms(result)) title += (title.empty() ? "" : ", ") + arm;
    return title.empty() ? "Nothing was compared" : title + " against " + reference_of(result);
}

inline void add_header(HtmlWriter& page, const ComparisonResult& result) {
    page.raw("<header>").element("h1", page_title(result));
    page.element("p class=\"soft\"", setting_text(result));
    const auto ending = ending_text(result);
    if (!ending.empty()) page.element("p class=\"tone bad\"", ending);
    for (const auto& arm : compared_arms(result)) add_verdict_card(page, result, arm);
    page.raw("</header>");
}

} // namespace detail

MOEBENCH_DECL std::string render_comparison_html(const ComparisonResult& result) {
    detail::HtmlWriter page;
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
             "<meta http-equiv=\"Content-Security-Policy\" "
             "content=\"default-src 'none';style-src 'unsafe-inline'\">");
    page.element("title", detail::page_title(result));
    page.raw("<style>").raw(detail::page_style).raw("</style></head>\n<body>\n");
    detail::add_header(page, result);
    detail::add_speed(page, result);
    detail::add_blocks(page, result);
    detail::add_answers(page, result);
    detail::add_differences(page, result);
    detail::add_null_spread(page, result);
    detail::add_remarks(page, result);
    detail::add_boots(page, result);
    detail::add_repeating(page, result);
    page.raw("<footer><p class=\"soft\">Made by moebench.</p></footer>\n</body></html>\n");
    return page.take();
}

} // namespace moebench
