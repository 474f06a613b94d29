#pragma once

/// @file
/// Recorded answers of the real game, brought into the one form the game sends them in.

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/support/shared_data.h"

namespace argosy::tests {

/// Returns the answer in a file. Recordings are whole answers, answers within a cache's entry, or
/// the content of `data` alone.
inline boost::json::value answer_in(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    // One source kept its answers in a form that put a blank behind every colon of a time.
    static const std::regex blank("([0-9]): ([0-9])");
    boost::system::error_code error;
    boost::json::value document =
        boost::json::parse(std::regex_replace(text.str(), blank, "$1:$2"), error);
    EXPECT_FALSE(error) << path;
    if (error || !document.is_object()) return document;
    boost::json::object& object = document.get_object();
    if (object.contains("response")) return object["response"];
    if (object.contains("data") || object.contains("version")) return document;
    return boost::json::object{{"data", document}};
}

}  // namespace argosy::tests
