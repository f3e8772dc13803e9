// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/comparison_html.hpp>
#include <moebench/report/detail/comparison_table.hpp>
#include <moebench/report/detail/html_writer.hpp>
#include <moebench/report/detail/page_evidence.hpp>
#include <moebench/report/detail/page_speed.hpp>
#include <moebench/report/detail/page_style.hpp>

#include <string>

namespace moebench {

namespace detail {

/// "patch, other against main"
inline std::string page_title(const ComparisonTable& table) {
    std::string title;
    for (const auto& arm : table.arms) title += (title.empty() ? "" : ", ") + arm.name;
    return title.empty() ? "Nothing was compared" : title + " against " + table.baseline;
}

inline void add_header(HtmlWriter& page, const ComparisonTable& table) {
    page.raw("<header>").element("h1", page_title(table));
    if (!table.ending.empty()) page.element("p class=\"tone bad\"", table.ending);
    for (const auto& arm : table.arms) add_verdict_card(page, table, arm);
    page.element("p class=\"soft\"", table.setting);
    page.raw("</header>");
}

} // namespace detail

MOEBENCH_DECL std::string render_comparison_html(const ComparisonResult& result) {
    const auto table = detail::comparison_table(result);
    detail::HtmlWriter page;
    detail::begin_page(page, detail::page_title(table));
    detail::add_header(page, table);
    detail::add_speed(page, table);
    detail::add_blocks(page, table);
    detail::add_answers(page, table);
    detail::add_differences(page, table);
    detail::add_null_spread(page, table);
    detail::add_caveats(page, table);
    detail::add_boots(page, table);
    detail::add_repeating(page, table);
    page.raw("<footer><p class=\"soft\">Made by moebench.</p></footer>\n</body></html>\n");
    return page.take();
}

} // namespace moebench
