#include "sim/json_text.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace argosy::sim {
namespace {

TEST(JsonText, WritesFractionsAsDecimals) {
    EXPECT_EQ(to_json_text(0.35), "0.35");
    EXPECT_EQ(to_json_text(boost::json::object{{"a", 0.9712}, {"b", 1}}), R"({"a":0.9712,"b":1})");
}

TEST(JsonText, SaysWhatItWasGiven) {
    for (const char* text :
         {"{}", "[]", "null", "true", R"([[],{},[{}],""])", R"({"a":[1,-2,{"b":"[{"}],"":null})",
          R"(["quote \" slash \\ line \n bell \u0007","ünï"])", "18446744073709551615"}) {
        const boost::json::value value = boost::json::parse(text);
        EXPECT_EQ(boost::json::parse(to_json_text(value)), value) << text;
    }
}

}  // namespace
}  // namespace argosy::sim
