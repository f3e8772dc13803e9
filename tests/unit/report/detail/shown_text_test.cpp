// SPDX-License-Identifier: MIT
#include <moebench/report/detail/shown_text.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace moebench::detail {

TEST_CASE("terminal escapes, line breaks and direction marks become spaces", "[shown_text]") {
    const auto [text, clean] = GENERATE(table<std::string, std::string>({
        {"\x1b[31mred", " [31mred"},
        {"a\nb\tc\x7f", "a b c "},
        {"\xc2\x9b"
         "1m",
         " 1m"},
        {"a\xe2\x80\xae-", "a -"},
        {"\xff", "\xef\xbf\xbd"},
        {"größer ×", "größer ×"},
    }));

    CHECK(clean_text(text) == clean);
}

TEST_CASE("HTML is escaped between tags and in quotes", "[shown_text]") {
    CHECK(html_text("<b a=\"x\" c='y'>&") == "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;");
}

TEST_CASE("Markdown is escaped in prose and in cells", "[shown_text]") {
    CHECK(markdown_text("a|b`c`*d*<e>&[f]") == "a\\|b\\`c\\`\\*d\\*&lt;e>&amp;\\[f\\]");
    CHECK(markdown_text("n_ctx") == "n_ctx");
}

TEST_CASE("a shell reads a quoted word unchanged", "[shown_text]") {
    const auto [word, quoted] = GENERATE(table<std::string, std::string>({
        {"-ub=16", "-ub=16"},
        {"", "''"},
        {"a b", "'a b'"},
        {"it's", "'it'\\''s'"},
        {"$x\\", "'$x\\'"},
        {"a'\n\xff\\", "$'a\\'\\x0a\\xff\\\\'"},
    }));

    CHECK(shell_text(word) == quoted);
}

TEST_CASE("words become a line", "[shown_text]") {
    CHECK(shell_text(std::vector<std::string>{"compare", "-m", "a b"}) == "compare -m 'a b'");
}

TEST_CASE("only the value of a variable is quoted", "[shown_text]") {
    CHECK(shell_assignment("GGML_X=a b") == "GGML_X='a b'");
    CHECK(shell_assignment("GGML_X=") == "GGML_X=");
    CHECK(shell_assignment("GGML_X") == "GGML_X");
    CHECK(shell_assignment("").empty());
}

TEST_CASE("a fence is longer than the fences inside", "[shown_text]") {
    CHECK(markdown_fence("a") == "```\na\n```\n");
    CHECK(markdown_fence("````") == "`````\n````\n`````\n");
}

TEST_CASE("line breaks of a token are visible", "[shown_text]") {
    CHECK(token_text("\n\t x") == "\\n\\t x");
}

TEST_CASE("only the first line of a failure is shown", "[shown_text]") {
    CHECK(headline("exited with code 1; the end of its log:\nline\n") ==
          "exited with code 1; the end of its log");
    CHECK(headline("signal 9") == "signal 9");
    CHECK(headline("").empty());
}

TEST_CASE("only the end of a long text is shown", "[shown_text]") {
    CHECK(tail_text("abc", 3) == "abc");
    CHECK(tail_text("äbcö", 3) == "...bcö");
}

} // namespace moebench::detail
