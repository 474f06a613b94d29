#include <fmt/format.h>

#include <charconv>

#include "store/postgres_connection.h"

namespace argosy::store {
namespace {

// Types by their fixed numbers in the catalogue (pg_type.dat), whose header is the server's.
enum TypeOid : Oid {
    kName = 19,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kText = 25,
    kUnknown = 705,
    kVarchar = 1043,
    kNumeric = 1700,
};

// A sum of whole numbers is a numeric, and whole.
std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stopped != end) return std::nullopt;
    return number;
}

std::optional<Value> value_of(Oid type, std::string_view text) {
    switch (type) {
        case kInt8:
        case kInt4:
        case kInt2:
        case kNumeric: {
            const std::optional<std::int64_t> number = whole_number(text);
            if (!number) return std::nullopt;
            return Value(*number);
        }
        case kText:
        case kVarchar:
        case kName:
        case kUnknown:
            return Value(std::string(text));
        default:
            return std::nullopt;
    }
}

}  // namespace

std::int64_t PostgresAnswer::rows_touched() const {
    return whole_number(PQcmdTuples(result_.get())).value_or(0);
}

Result<Rows> PostgresAnswer::rows(std::string_view sql) const {
    const PGresult* result = result_.get();
    const int width = PQnfields(result);
    std::vector<std::string> names;
    for (int column = 0; column < width; ++column) {
        names.emplace_back(PQfname(result, column));
    }
    const auto columns = std::make_shared<const std::vector<std::string>>(std::move(names));
    Rows rows;
    rows.reserve(std::size_t(PQntuples(result)));
    for (int row = 0; row < PQntuples(result); ++row) {
        std::vector<Value> values;
        values.reserve(std::size_t(width));
        for (int column = 0; column < width; ++column) {
            if (PQgetisnull(result, row, column) != 0) {
                values.emplace_back(nullptr);
                continue;
            }
            const std::string_view text(PQgetvalue(result, row, column),
                                        std::size_t(PQgetlength(result, row, column)));
            std::optional<Value> value = value_of(PQftype(result, column), text);
            if (!value) {
                return core::Error{
                    core::ErrorCode::kInvalidArgument,
                    fmt::format("column {} is neither a whole number nor text (type {}), in: {}",
                                (*columns)[std::size_t(column)], PQftype(result, column), sql)};
            }
            values.push_back(*std::move(value));
        }
        rows.emplace_back(columns, std::move(values));
    }
    return rows;
}

}  // namespace argosy::store
