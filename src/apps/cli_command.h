#pragma once

/// @file
/// What every command of the command line has in common: how it is given, and how it ends. Knows
/// no command; each noun has a file of its own (`cli_ship.h`, ...).

#include <any>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "core/result.h"

namespace argosy::cli {

/// What scripts act on (docs/reference/cli.md).
enum class ExitCode : std::uint8_t {
    kOk = 0,
    kFailed = 1,
    kUsage = 2,
    kNotFound = 3,
    kConfiguration = 4,
    kUnreachable = 5,
    kTimedOut = 6,
};

enum class OutputFormat : std::uint8_t { kTable, kJson };

class Session;

/// A verb with its options filled in: a value of the struct that the verb's noun declares, beside
/// a function `carry_out(const Verb&, Session&)`.
class Command final {
  public:
    Command() = default;

    template <class Verb>
    explicit Command(Verb verb)
        : verb_(std::move(verb)), carry_out_([](const std::any& held, Session& session) {
              return carry_out(std::any_cast<const Verb&>(held), session);
          }) {}

    /// Returns the verb's options, nullptr when it is another verb.
    template <class Verb>
    const Verb* as() const {
        return std::any_cast<Verb>(&verb_);
    }

    /// @pre A verb was given.
    core::Result<void> operator()(Session& session) const { return carry_out_(verb_, session); }

  private:
    std::any verb_;
    core::Result<void> (*carry_out_)(const std::any&, Session&) = nullptr;
};

struct Invocation {
    Command command;
    OutputFormat output = OutputFormat::kTable;
    std::string player;  ///< An agent's name or a player's number; empty for the only one.
    std::string socket;
    std::chrono::seconds timeout{60};  ///< For each call to the daemon.
};

}  // namespace argosy::cli
