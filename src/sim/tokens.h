#pragma once

/// @file
/// The tokens of agents: JSON Web Tokens with the game's claims, so that a client which reads its
/// own token finds there what the game puts there. The signature is no secret's: whoever knows the
/// universe's seed can make one.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/rng.h"
#include "sim/api_error.h"

namespace argosy::sim {

/// The subjects of the game's two kinds of token.
inline constexpr std::string_view kAgentSubject = "agent-token";
inline constexpr std::string_view kAccountSubject = "account-token";

struct TokenClaims {
    std::string identifier;  ///< The agent.
    std::string version;     ///< Of the game.
    std::string reset_date;
    std::int64_t issued_at = 0;  ///< Seconds since 1970.
    std::string subject = std::string(kAgentSubject);
};

/// Returns the token of these claims: the same ones for the same seed.
std::string make_token(const TokenClaims& claims, const core::Rng& rng);

/// Returns whether the text has the form of a JSON Web Token. Account tokens may be any text.
bool is_json_web_token(std::string_view text);

/// Returns what a token claims, whoever signed it.
/// @error 4115  It cannot be read.
/// @error 4101  It has no subject.
ApiResult<TokenClaims> read_token(std::string_view token);

}  // namespace argosy::sim
