#include "apps/cli_token.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace argosy::cli {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;

/// The game's tokens have about 1,100 bytes.
constexpr std::size_t kLongestToken = 8192;

constexpr const char* kAccountVariable = "SPACETRADERS_ACCOUNT_TOKEN";
constexpr const char* kAgentVariable = "SPACETRADERS_AGENT_TOKEN";

Error configuration(std::string message) {
    return Error{ErrorCode::kConfiguration, std::move(message)};
}

class File final {
  public:
    explicit File(const std::string& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }

  private:
    int number_;
};

std::string trimmed(const std::string& text) {
    constexpr const char* kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Looks at the open file, not at its name, which could mean another one a moment later.
Result<void> check_private(int file, const std::string& path) {
    struct stat found{};
    if (::fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) {
        return configuration(fmt::format("token file {} is not a file", path));
    }
    if (found.st_uid != ::geteuid() && ::geteuid() != 0) {
        return configuration(
            fmt::format("token file {} belongs to another user: name a file of your own", path));
    }
    if ((found.st_mode & 077) != 0) {
        return configuration(
            fmt::format("token file {} is open to others (mode {:04o}): chmod 600 {}", path,
                        found.st_mode & 07777, path));
    }
    return {};
}

}  // namespace

Result<Secret> read_token_file(const std::string& path) {
    const File file(path);
    if (file.get() < 0) {
        return configuration(
            fmt::format("cannot open token file {}: {}", path, std::strerror(errno)));
    }
    ARGOSY_CHECK(check_private(file.get(), path));
    std::string text(kLongestToken + 1, '\0');
    const ssize_t size = ::read(file.get(), text.data(), text.size());
    if (size < 0) {
        return configuration(
            fmt::format("cannot read token file {}: {}", path, std::strerror(errno)));
    }
    if (std::size_t(size) > kLongestToken) {
        return configuration(
            fmt::format("token file {} is longer than {} bytes: put the token in it "
                        "and nothing else",
                        path, kLongestToken));
    }
    text.resize(std::size_t(size));
    std::string token = trimmed(text);
    if (token.empty()) {
        return configuration(fmt::format("token file {} is empty: put the token in it", path));
    }
    return Secret(std::move(token));
}

Result<Token> find_token(const PlayerRegister& registration, const Environment& environment) {
    if (!registration.agent_token_file.empty()) {
        ARGOSY_TRY(Secret value, read_token_file(registration.agent_token_file));
        return Token{TokenKind::kAgent, std::move(value)};
    }
    Secret account;
    if (!registration.account_token_file.empty()) {
        ARGOSY_TRY(account, read_token_file(registration.account_token_file));
    } else {
        account = Secret(trimmed(environment(kAccountVariable)));
        Secret agent(trimmed(environment(kAgentVariable)));
        const bool wants_new = !registration.faction.empty();
        if (!agent.empty() && (account.empty() || !wants_new)) {
            return Token{TokenKind::kAgent, std::move(agent)};
        }
    }
    if (account.empty()) {
        return configuration(fmt::format("no token: set {} or {}, or name a file with --token-file",
                                         kAccountVariable, kAgentVariable));
    }
    if (registration.faction.empty()) {
        return Error{ErrorCode::kInvalidArgument,
                     "a new agent needs a faction: add --faction COSMIC, or give an agent token"};
    }
    return Token{TokenKind::kAccount, std::move(account)};
}

}  // namespace argosy::cli
