#pragma once

/// @file
/// The databases that the store's suite is run on, all behind one interface.

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "store/engine.h"
#include "store/store_url.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {

enum class Database : std::uint8_t {
    kSqliteMemory,
    kSqliteFile,
    kPostgres,
};

std::string name_of(const testing::TestParamInfo<Database>& info);

/// One empty database of the kind under test.
class StoreSuite : public testing::TestWithParam<Database> {
  protected:
    void SetUp() override;

    const store::StoreUrl& url() const { return *url_; }

    std::unique_ptr<store::Engine> open() const;
    std::unique_ptr<store::Engine> open_migrated() const;

  private:
    std::optional<TemporaryFolder> folder_;
    std::optional<store::StoreUrl> url_;
};

/// Adds a player, the row that most others hang on.
store::Transaction add_player(std::int64_t id, std::string agent);

/// Returns the only number that a statement selects, as `n`.
std::int64_t number(store::Engine& engine, std::string_view sql, const store::Params& params = {});

}  // namespace argosy::tests
