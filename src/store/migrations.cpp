#include <fmt/format.h>

#include "store/engine.h"

// One line for each file of migrations/, written by CMake.
#define ARGOSY_MIGRATION(version, name, symbol) \
    extern "C" const char symbol##_begin[];     \
    extern "C" const char symbol##_end[];
#include "store/migrations.inc"
#undef ARGOSY_MIGRATION

namespace argosy::store {

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> steps{
#define ARGOSY_MIGRATION(version, name, symbol) \
    Migration{version, name, std::string_view(symbol##_begin, symbol##_end)},
#include "store/migrations.inc"
#undef ARGOSY_MIGRATION
    };
    return steps;
}

Result<std::int64_t> migrate(Engine& engine, const std::vector<Migration>& steps) {
    const Migration ledger_of_steps{0, "schema_migrations",
                                    "CREATE TABLE IF NOT EXISTS schema_migrations ("
                                    "version BIGINT PRIMARY KEY, name TEXT NOT NULL)"};
    ARGOSY_CHECK(engine.apply(ledger_of_steps));
    ARGOSY_TRY(
        const Rows rows,
        engine.query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_migrations", {}));
    const std::int64_t present = rows.front().integer("version");
    const std::int64_t known = steps.empty() ? 0 : steps.back().version;
    if (present > known) {
        return core::Error{
            core::ErrorCode::kConfiguration,
            fmt::format("database {} is at schema step {}, and this program knows steps up to {}: "
                        "run the newer program that wrote it, or name another database",
                        engine.location(), present, known)};
    }
    std::int64_t applied = 0;
    for (const Migration& step : steps) {
        if (step.version <= present) continue;
        ARGOSY_TRY(const Applied when, engine.apply(step));
        if (when == Applied::kNow) ++applied;
    }
    return applied;
}

}  // namespace argosy::store
