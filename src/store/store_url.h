#pragma once

/// @file
/// The name of a database, as `store.url` gives it. It may hold a password, so what is shown of it
/// is asked for apart from what is dialled.

#include <optional>
#include <string>
#include <string_view>

#include "core/secret.h"

namespace argosy::store {

class StoreUrl {
  public:
    enum class Kind : std::uint8_t {
        kSqlite,    ///< A file that one daemon at a time may own.
        kPostgres,  ///< A server that any number of daemons share.
    };

    /// Reads a file name, `sqlite:PATH`, `sqlite:///PATH` or `postgresql://[user[:password]@]
    /// [host][:port]/[database][?parameter=value...]` (or `postgres://`), which is libpq's own
    /// spelling with all its parameters.
    /// @returns nothing when the text is none of these.
    static std::optional<StoreUrl> parse(std::string_view text);

    /// Returns the name of a database that lives as long as its engine.
    static StoreUrl in_memory();

    Kind kind() const { return kind_; }

    /// Returns the url without password and parameters, for people.
    const std::string& shown() const { return shown_; }

    /// Returns the file (kSqlite) or what libpq is given (kPostgres).
    const core::Secret& target() const { return target_; }

  private:
    StoreUrl(Kind kind, std::string shown, core::Secret target)
        : kind_(kind), shown_(std::move(shown)), target_(std::move(target)) {}

    Kind kind_;
    std::string shown_;
    core::Secret target_;
};

/// Returns what may be shown of a text that looks like a url, right or wrong: passwords and
/// parameters are left out.
std::string without_secrets(std::string_view url);

}  // namespace argosy::store
