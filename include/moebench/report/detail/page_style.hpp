// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/report/detail/html_writer.hpp>

#include <string_view>

namespace moebench::detail {

// Blue and orange, which people who see few colours tell apart; a word stands beside each.
inline constexpr std::string_view page_style = R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2126;--soft:#5a646e;--line:#d8dde3;--panel:#f5f7f9;
--good:#0a6aa1;--bad:#b4460f;--none:#5a646e;--unsure:#866100;--band:#e9edf1}
@media (prefers-color-scheme:dark){:root{--bg:#14181c;--fg:#e3e7eb;--soft:#9aa5af;--line:#343c44;
--panel:#1c2228;--good:#62b8ec;--bad:#f2925c;--none:#9aa5af;--unsure:#dbb04a;--band:#262e36}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:68rem;background:var(--bg);color:var(--fg);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
h1{font-size:1.55rem;line-height:1.25;margin:0 0 .3rem;font-weight:650}
h2{font-size:1.15rem;margin:2.6rem 0 .7rem;padding-bottom:.3rem;border-bottom:1px solid var(--line);
font-weight:650}
h3{font-size:1rem;margin:1.5rem 0 .4rem;font-weight:600}
p{margin:.4rem 0 .8rem}
ul{margin:.3rem 0 .8rem;padding-left:1.2rem}
.soft,figcaption,caption{color:var(--soft);font-size:.875rem}
.card{border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:6px;
background:var(--panel);padding:.8rem 1rem;margin:1rem 0}
.card b{color:var(--tone);font-size:1.15rem}
.card p{margin:.15rem 0 0}.card p[class]{color:var(--tone)}
.good{--tone:var(--good)}.bad{--tone:var(--bad)}
.none{--tone:var(--none)}.unsure{--tone:var(--unsure)}
.tone{color:var(--tone);font-weight:600}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;padding:.2rem 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.38rem .7rem .38rem 0;
border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft);font-size:.82rem}
tbody th{color:var(--fg);font-size:inherit}
.number{text-align:right;white-space:nowrap}
.number+td:not(.number):not(.plot),.number+th:not(.number):not(.plot){padding-left:.6rem}
.wide{overflow-x:auto;margin-bottom:1.1rem}.wide td{min-width:4.5rem;max-width:26rem}
.phone{display:none}
.forest td,.forest tbody th{vertical-align:middle;border-bottom:0;padding-top:0;padding-bottom:0}
.forest tbody+tbody::before{content:"";display:block;height:.5rem}
.forest .plot{width:32%;padding:0 1.1rem 0 .4rem}
.forest .note{padding:.35rem 0}
.forest .group th{color:var(--soft);font-size:.82rem;font-weight:400;padding-top:.7rem}
svg{display:block;width:100%;overflow:visible}
svg text{font-size:11.5px;fill:var(--soft)}
.band{fill:var(--band)}.grid{stroke:var(--line)}.one{stroke:var(--soft);stroke-width:1.2}
.mark{fill:var(--tone)}.hollow{fill:var(--bg);stroke:var(--tone);stroke-width:2}
.whisker{stroke:var(--tone);stroke-width:2}
.estimate{stroke:var(--tone);stroke-width:1.5;stroke-dasharray:5 4}
.outlier{fill:none;stroke:var(--fg);stroke-width:1.3}
svg text.dot{fill:var(--bg);font-size:10px;font-weight:700}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1.4rem 2rem}
figure{margin:.4rem 0 0}figcaption{margin-bottom:.5rem}figcaption b{color:var(--fg)}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;
font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;
margin:.4rem 0 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;margin:.4rem 0 1rem}
dt{color:var(--soft)}dd{margin:0}
@media (max-width:44rem){body{padding:1.2rem .9rem 3rem}
.phone{display:inline;color:var(--soft)}
.forest,.forest tbody,.forest thead,.forest caption{display:block}
.forest tr{display:grid;grid-template-columns:1fr auto;gap:0 .8rem;padding:.5rem 0;
border-bottom:1px solid var(--line)}
.forest thead th:not(.plot){display:none}
.forest .plot{grid-column:1/-1;width:100%;padding:0;grid-row:2}
.forest tbody th{grid-row:1}.forest .verdict{grid-row:1;grid-column:2;text-align:right}
.forest .value{grid-row:3;text-align:left;white-space:normal}
.forest .value+.value{text-align:right}
.forest .ratio,.forest .note{grid-row:4;grid-column:1/-1;text-align:left}
.forest thead tr{padding:0}.forest .group{display:block}.forest td:empty{display:none}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10.5pt}
.card,tr,figure,pre{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}}
)";

/// Everything up to the content of `<body>`.
inline void begin_page(HtmlWriter& page, std::string_view title) {
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
             "<meta http-equiv=\"Content-Security-Policy\" "
             "content=\"default-src 'none';style-src 'unsafe-inline'\">");
    page.element("title", title);
    page.raw("<style>").raw(page_style).raw("</style></head>\n<body>\n");
}

} // namespace moebench::detail
