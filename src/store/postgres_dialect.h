#pragma once

/// @file
/// What the one text of a migration means to PostgreSQL. Private to the engine.

#include <string>
#include <string_view>

namespace argosy::store {

/// Returns a migration as PostgreSQL takes it:
/// - `INTEGER PRIMARY KEY`, which SQLite fills in, is an identity column of 64 bits;
/// - `TEXT` sorts by its bytes, as in SQLite, whatever the database's locale.
std::string to_postgres(std::string_view migration);

/// Makes every identity column go on after the greatest value present. A step that copies rows
/// into a new table brings their ids with them.
extern const std::string_view kContinueIdentities;

}  // namespace argosy::store
