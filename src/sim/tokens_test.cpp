#include "sim/tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace argosy::sim {
namespace {

const TokenClaims kClaims{
    .identifier = "ARGOSY", .version = "v2.3.0", .reset_date = "2025-08-24", .issued_at = 1'756};

TEST(Tokens, TellWhatTheyClaim) {
    const std::string token = make_token(kClaims, core::Rng(1));
    EXPECT_TRUE(is_json_web_token(token));
    const auto claims = read_token(token);
    ASSERT_TRUE(claims.ok());
    EXPECT_EQ(claims->identifier, "ARGOSY");
    EXPECT_EQ(claims->version, "v2.3.0");
    EXPECT_EQ(claims->reset_date, "2025-08-24");
    EXPECT_EQ(claims->subject, kAgentSubject);
}

// Made with another implementation of the form.
TEST(Tokens, AreReadWhoeverMadeThem) {
    const auto claims = read_token(
        "eyJhbGciOiJSUzI1NiJ9.eyJpZGVudGlmaWVyIjoiQUJDIiwic3ViIjoiYWdlbnQtdG9rZW4ifQ.c2ln");
    ASSERT_TRUE(claims.ok());
    EXPECT_EQ(claims->identifier, "ABC");
}

TEST(Tokens, AreTheSameForTheSameSeedAndOthersForAnother) {
    EXPECT_EQ(make_token(kClaims, core::Rng(1)), make_token(kClaims, core::Rng(1)));
    EXPECT_NE(make_token(kClaims, core::Rng(1)), make_token(kClaims, core::Rng(2)));
}

TEST(Tokens, ThatCannotBeReadAreRefused) {
    for (const char* text : {"", "abc", "a.b", "eyJ.!!.x", "eyJ.e30.", "eyJ..x", "eyJ.W10.x"}) {
        const auto claims = read_token(text);
        ASSERT_FALSE(claims.ok()) << text;
        EXPECT_EQ(claims.error().code, std::string(text) == "eyJ.e30." ? 4101 : 4115) << text;
    }
}

}  // namespace
}  // namespace argosy::sim
