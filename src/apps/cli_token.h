#pragma once

/// @file
/// Where tokens come from: the environment, or a file that nobody else can read. Never the
/// arguments, which every user of the machine sees.

#include <functional>
#include <string>

#include "apps/cli_player.h"
#include "core/result.h"
#include "core/secret.h"

namespace argosy::cli {

enum class TokenKind : std::uint8_t {
    kAccount,  ///< Registers new agents.
    kAgent,    ///< Acts for one agent that exists.
};

struct Token {
    TokenKind kind;
    core::Secret value;
};

/// Returns an environment variable's value, empty when it is unset.
using Environment = std::function<std::string(const std::string& name)>;

/// Reads a token's file.
/// @error kConfiguration  The file is absent, empty, too long, somebody else's, or open to others.
core::Result<core::Secret> read_token_file(const std::string& path);

/// Finds the token of a registration. A file that is named wins; else the environment's account
/// token for a registration with a faction, its agent token for one without, or the one there is.
/// @error kConfiguration    There is none, or its file cannot be trusted.
/// @error kInvalidArgument  An account token without a faction: the game needs one.
core::Result<Token> find_token(const PlayerRegister& registration, const Environment& environment);

}  // namespace argosy::cli
