#include "store/sqlite_statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace argosy::store {
namespace {

// Returns a bound statement to its beginning, whatever happened, and lets go of the caller's text.
class Use {
  public:
    explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
    ~Use() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

  private:
    sqlite3_stmt* statement_;
};

// Returns the index that `$3` names: 2.
std::size_t index_of(const char* parameter) {
    const std::string_view name = parameter == nullptr ? "" : parameter;
    std::size_t number = 0;
    if (!name.empty() && name.front() == '$') {
        std::from_chars(name.data() + 1, name.data() + name.size(), number);
    }
    ARGOSY_ASSERT(number >= 1);
    return number - 1;
}

}  // namespace

core::Error sqlite_error(sqlite3* database, std::string_view doing) {
    const int code = sqlite3_extended_errcode(database);
    const bool constraint = (code & 0xff) == SQLITE_CONSTRAINT;
    return core::Error{constraint ? core::ErrorCode::kConflict : core::ErrorCode::kUnavailable,
                       fmt::format("{} (code {}) in: {}", sqlite3_errmsg(database), code, doing)};
}

SqliteStatement::SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {
    const int slots = sqlite3_bind_parameter_count(statement);
    for (int slot = 1; slot <= slots; ++slot) {
        slots_.push_back(index_of(sqlite3_bind_parameter_name(statement, slot)));
        params_expected_ = std::max(params_expected_, slots_.back() + 1);
    }
    std::vector<std::string> columns;
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        columns.emplace_back(sqlite3_column_name(statement, column));
    }
    columns_ = std::make_shared<const std::vector<std::string>>(std::move(columns));
}

Result<SqliteStatement> SqliteStatement::prepare(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database, sql.data(), int(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return sqlite_error(database, sql);
    return SqliteStatement(statement);
}

void SqliteStatement::bind(const Params& params) {
    ARGOSY_ASSERT(params.size() == params_expected_);
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
        const Value& value = params[slots_[slot]];
        const int number = int(slot) + 1;
        // The parameters outlive the use of the statement, so SQLite need not copy their text.
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            sqlite3_bind_int64(statement_.get(), number, *integer);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            sqlite3_bind_text64(statement_.get(), number, text->data(), text->size(), SQLITE_STATIC,
                                SQLITE_UTF8);
        } else {
            sqlite3_bind_null(statement_.get(), number);
        }
    }
}

Result<void> SqliteStatement::run(const Params& params) {
    const Use use(statement_.get());
    bind(params);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(statement_.get());
    if (code != SQLITE_DONE) return failure();
    return {};
}

Result<Rows> SqliteStatement::rows(const Params& params) {
    const Use use(statement_.get());
    bind(params);
    Rows rows;
    int code = sqlite3_step(statement_.get());
    for (; code == SQLITE_ROW; code = sqlite3_step(statement_.get())) {
        std::vector<Value> values;
        values.reserve(columns_->size());
        for (int index = 0; index < int(columns_->size()); ++index) {
            ARGOSY_TRY(Value value, column(index));
            values.push_back(std::move(value));
        }
        rows.emplace_back(columns_, std::move(values));
    }
    if (code != SQLITE_DONE) return failure();
    return rows;
}

Result<Value> SqliteStatement::column(int index) const {
    switch (sqlite3_column_type(statement_.get(), index)) {
        case SQLITE_NULL:
            return Value(nullptr);
        case SQLITE_INTEGER:
            return Value(std::int64_t(sqlite3_column_int64(statement_.get(), index)));
        case SQLITE_TEXT: {
            const auto* text =
                reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), index));
            return Value(
                std::string(text, std::size_t(sqlite3_column_bytes(statement_.get(), index))));
        }
        default:
            return core::Error{
                core::ErrorCode::kInvalidArgument,
                fmt::format("column {} is neither a whole number nor text, in: {}",
                            (*columns_)[std::size_t(index)], sqlite3_sql(statement_.get()))};
    }
}

core::Error SqliteStatement::failure() const {
    return sqlite_error(sqlite3_db_handle(statement_.get()), sqlite3_sql(statement_.get()));
}

}  // namespace argosy::store
