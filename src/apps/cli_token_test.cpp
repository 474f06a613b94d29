#include "apps/cli_token.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <map>

#include "tests/support/fake_daemon.h"

namespace argosy::cli {
namespace {

using core::ErrorCode;

class TokenFile : public testing::Test {
  protected:
    std::string write(const std::string& text, mode_t mode) {
        const std::string path = folder_.file("token");
        std::ofstream(path) << text;
        EXPECT_EQ(::chmod(path.c_str(), mode), 0);
        return path;
    }

    tests::TemporaryFolder folder_;
};

TEST_F(TokenFile, IsReadWithoutTheBlanksAroundTheToken) {
    EXPECT_EQ(read_token_file(write("  eyJ.abc\n", 0600)).value().reveal(), "eyJ.abc");
    EXPECT_TRUE(read_token_file(write("eyJ.abc", 0400)).ok());
}

TEST_F(TokenFile, IsRefusedWhenOthersMayReadIt) {
    for (const mode_t mode : {0644, 0640, 0604, 0620, 0601}) {
        const std::string path = write("eyJ.secret", mode);
        const auto refused = read_token_file(path);
        ASSERT_FALSE(refused.ok()) << mode;
        EXPECT_EQ(refused.error().code, ErrorCode::kConfiguration);
        EXPECT_NE(refused.error().message.find("chmod 600 " + path), std::string::npos);
        EXPECT_EQ(refused.error().message.find("eyJ"), std::string::npos);
    }
}

TEST_F(TokenFile, IsRefusedWhenItHoldsNoToken) {
    EXPECT_FALSE(read_token_file(write(" \n", 0600)).ok());
    EXPECT_FALSE(read_token_file(write(std::string(10'000, 'x'), 0600)).ok());
    EXPECT_FALSE(read_token_file(folder_.file("absent")).ok());
    EXPECT_FALSE(read_token_file(folder_.file("")).ok()) << "a folder";
}

Environment with(std::map<std::string, std::string> variables) {
    return [variables](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    };
}

const std::map<std::string, std::string> kBoth = {{"SPACETRADERS_ACCOUNT_TOKEN", "account"},
                                                  {"SPACETRADERS_AGENT_TOKEN", "agent"}};

TEST(FindToken, TakesTheKindThatTheRegistrationNeeds) {
    PlayerRegister registration{.agent = "ARGOSY", .faction = "COSMIC"};
    const Token for_new = find_token(registration, with(kBoth)).value();
    EXPECT_EQ(for_new.kind, TokenKind::kAccount);
    EXPECT_EQ(for_new.value.reveal(), "account");

    registration.faction.clear();
    const Token for_import = find_token(registration, with(kBoth)).value();
    EXPECT_EQ(for_import.kind, TokenKind::kAgent);
    EXPECT_EQ(for_import.value.reveal(), "agent");
}

TEST(FindToken, TakesTheOneThereIs) {
    const PlayerRegister registration{.agent = "ARGOSY", .faction = "COSMIC"};
    EXPECT_EQ(find_token(registration, with({{"SPACETRADERS_AGENT_TOKEN", "agent"}})).value().kind,
              TokenKind::kAgent);
}

TEST(FindToken, SaysWhereATokenMayComeFrom) {
    const auto none = find_token({.agent = "ARGOSY", .faction = "COSMIC"}, with({}));
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().code, ErrorCode::kConfiguration);
    EXPECT_NE(none.error().message.find("SPACETRADERS_ACCOUNT_TOKEN"), std::string::npos);
}

TEST(FindToken, WantsAFactionForANewAgent) {
    const auto refused =
        find_token({.agent = "ARGOSY"}, with({{"SPACETRADERS_ACCOUNT_TOKEN", "account"}}));
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(TokenFile, WinsOverTheEnvironment) {
    const std::string path = write("from-file", 0600);
    const Token account =
        find_token({.agent = "A", .faction = "COSMIC", .account_token_file = path}, with(kBoth))
            .value();
    EXPECT_EQ(account.kind, TokenKind::kAccount);
    EXPECT_EQ(account.value.reveal(), "from-file");
    const Token agent = find_token({.agent = "A", .agent_token_file = path}, with(kBoth)).value();
    EXPECT_EQ(agent.kind, TokenKind::kAgent);
    EXPECT_EQ(agent.value.reveal(), "from-file");
}

}  // namespace
}  // namespace argosy::cli
