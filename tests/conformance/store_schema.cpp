#include "tests/conformance/store_schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <vector>

namespace argosy::tests {
namespace {

using store::Engine;
using store::Row;
using store::Rows;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

Rows rows(Engine& engine, std::string_view sql, const store::Params& params = {}) {
    auto found = engine.query(sql, params);
    ARGOSY_ASSERT(found.ok());
    return *std::move(found);
}

// 'SELL' and 'SELL'::text, 0 and '0'::bigint.
std::string value_of(const std::string& expression) {
    static const std::regex cast(R"(::[a-z ]+|\(|\)|')");
    return std::regex_replace(expression, cast, "");
}

// The columns and values of a condition, each once, in order.
std::string mentions(const std::string& condition, const std::set<std::string>& columns) {
    static const std::regex word(R"('[^']*'|[A-Za-z_][A-Za-z_0-9]*|-?[0-9]+)");
    std::set<std::string> found;
    for (auto it = std::sregex_iterator(condition.begin(), condition.end(), word);
         it != std::sregex_iterator(); ++it) {
        const std::string text = it->str();
        const bool is_value = text.front() == '\'' || text.front() == '-' ||
                              std::isdigit(static_cast<unsigned char>(text.front())) != 0;
        if (is_value || columns.contains(text)) found.insert(text);
    }
    return fmt::format("{}", fmt::join(found, " "));
}

// Returns what stands in the parenthesis that opens at or after `from`.
std::string parenthesis(const std::string& text, std::size_t from) {
    const std::size_t open = text.find('(', from);
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        if (text[at] == '(') ++depth;
        if (text[at] == ')' && --depth == 0) return text.substr(open + 1, at - open - 1);
    }
    return {};
}

std::string column_fact(const std::string& table, const std::string& column,
                        const std::string& type, std::string_view null,
                        const std::optional<std::string>& fallback) {
    return fmt::format("{}.{}: {}, {}{}", table, column, type, null,
                       fallback ? ", default " + value_of(*fallback) : "");
}

// SQLite's columns are in order, so is what names them together.
struct SqliteTable {
    std::string name;
    std::string sql;
    std::set<std::string> columns;
    std::map<std::int64_t, std::string> key;
};

void add_columns(Engine& engine, SqliteTable& table, SchemaFacts& facts) {
    for (const Row& row : rows(engine,
                               "SELECT name, type, \"notnull\" AS is_not_null, dflt_value, pk"
                               " FROM pragma_table_info($1)",
                               {table.name})) {
        const std::int64_t place = row.integer("pk");
        if (place > 0) table.key[place] = row.text("name");
        table.columns.insert(row.text("name"));
        const std::string type = lower(row.text("type"));
        const bool numbered = type == "integer" && place > 0;
        facts.insert(column_fact(table.name, row.text("name"), type == "integer" ? "bigint" : type,
                                 row.integer("is_not_null") != 0 || place > 0 ? "not null" : "null",
                                 row.maybe_text("dflt_value")));
        if (numbered) facts.insert(fmt::format("numbered {}.{}", table.name, row.text("name")));
    }
    std::vector<std::string> key;
    for (const auto& [place, column] : table.key)
        key.push_back(column);
    if (!key.empty()) {
        facts.insert(fmt::format("unique {} ({})", table.name, fmt::join(key, ", ")));
    }
}

void add_indexes(Engine& engine, const SqliteTable& table, SchemaFacts& facts) {
    for (const Row& index :
         rows(engine,
              "SELECT l.name, l.\"unique\" AS is_unique, l.partial, m.sql"
              " FROM pragma_index_list($1) l LEFT JOIN sqlite_master m ON m.name = l.name",
              {table.name})) {
        std::vector<std::string> columns;
        for (const Row& row : rows(engine, "SELECT name FROM pragma_index_info($1) ORDER BY seqno",
                                   {index.text("name")})) {
            columns.push_back(row.text("name"));
        }
        const std::string sql = index.maybe_text("sql").value_or("");
        const std::string where =
            index.integer("partial") == 0
                ? ""
                : " where " + mentions(sql.substr(sql.find("WHERE") + 5), table.columns);
        facts.insert(fmt::format("{} {} ({}){}",
                                 index.integer("is_unique") != 0 ? "unique" : "index", table.name,
                                 fmt::join(columns, ", "), where));
    }
}

void add_references(Engine& engine, const SqliteTable& table, SchemaFacts& facts) {
    for (const Row& row :
         rows(engine,
              "SELECT \"table\" AS target, \"from\" AS source, \"to\" AS key, on_delete"
              " FROM pragma_foreign_key_list($1)",
              {table.name})) {
        facts.insert(fmt::format("{}.{} references {}.{}, on delete {}", table.name,
                                 row.text("source"), row.text("target"), row.text("key"),
                                 lower(row.text("on_delete"))));
    }
}

void add_checks(const SqliteTable& table, SchemaFacts& facts) {
    static const std::regex check(R"(\bCHECK\s*\()");
    for (auto it = std::sregex_iterator(table.sql.begin(), table.sql.end(), check);
         it != std::sregex_iterator(); ++it) {
        const std::string condition = parenthesis(table.sql, std::size_t(it->position()));
        facts.insert(fmt::format("check {} {}", table.name, mentions(condition, table.columns)));
    }
}

std::map<std::string, std::set<std::string>> columns_of_postgres(Engine& engine) {
    std::map<std::string, std::set<std::string>> tables;
    for (const Row& row : rows(engine,
                               "SELECT table_name, column_name FROM information_schema.columns"
                               " WHERE table_schema = current_schema()")) {
        tables[row.text("table_name")].insert(row.text("column_name"));
    }
    return tables;
}

}  // namespace

SchemaFacts facts_of_sqlite(Engine& engine) {
    SchemaFacts facts;
    for (const Row& row : rows(engine,
                               "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
                               " AND name NOT LIKE 'sqlite_%'")) {
        SqliteTable table{.name = row.text("name"), .sql = row.text("sql")};
        add_columns(engine, table, facts);
        add_indexes(engine, table, facts);
        add_references(engine, table, facts);
        add_checks(table, facts);
    }
    return facts;
}

SchemaFacts facts_of_postgres(Engine& engine) {
    SchemaFacts facts;
    for (const Row& row :
         rows(engine,
              "SELECT c.relname AS tbl, a.attname AS col, a.attnotnull::int AS is_not_null,"
              " format_type(a.atttypid, a.atttypmod) AS type, a.attidentity::text AS identity,"
              " pg_get_expr(d.adbin, d.adrelid) AS fallback, o.collname AS sorting"
              " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
              " AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid"
              " AND d.adnum = a.attnum LEFT JOIN pg_collation o ON o.oid = a.attcollation"
              " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace")) {
        facts.insert(column_fact(row.text("tbl"), row.text("col"), row.text("type"),
                                 row.integer("is_not_null") != 0 ? "not null" : "null",
                                 row.maybe_text("fallback")));
        if (row.text("identity") != "") {
            facts.insert(fmt::format("numbered {}.{}", row.text("tbl"), row.text("col")));
        }
        // SQLite knows no other order.
        if (row.maybe_text("sorting").value_or("C") != "C") {
            facts.insert(fmt::format("{}.{} sorts like {}", row.text("tbl"), row.text("col"),
                                     row.text("sorting")));
        }
    }
    const auto columns = columns_of_postgres(engine);
    for (const Row& row :
         rows(engine,
              "SELECT t.relname AS tbl, i.indisunique::int AS is_unique,"
              " pg_get_expr(i.indpred, i.indrelid) AS condition, (SELECT string_agg("
              "pg_get_indexdef(i.indexrelid, k, true), ', ' ORDER BY k)"
              " FROM generate_series(1, i.indnkeyatts) k) AS cols FROM pg_index i"
              " JOIN pg_class t ON t.oid = i.indrelid"
              " WHERE t.relnamespace = current_schema()::regnamespace")) {
        const auto condition = row.maybe_text("condition");
        facts.insert(fmt::format(
            "{} {} ({}){}", row.integer("is_unique") != 0 ? "unique" : "index", row.text("tbl"),
            row.text("cols"),
            condition ? " where " + mentions(*condition, columns.at(row.text("tbl"))) : ""));
    }
    for (const Row& row :
         rows(engine,
              "SELECT s.relname AS tbl, sa.attname AS col, t.relname AS target, ta.attname AS key,"
              " CASE k.confdeltype WHEN 'c' THEN 'cascade' WHEN 'a' THEN 'no action'"
              " ELSE k.confdeltype::text END AS on_delete FROM pg_constraint k"
              " JOIN pg_class s ON s.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid"
              " JOIN generate_subscripts(k.conkey, 1) n ON true"
              " JOIN pg_attribute sa ON sa.attrelid = s.oid AND sa.attnum = k.conkey[n]"
              " JOIN pg_attribute ta ON ta.attrelid = t.oid AND ta.attnum = k.confkey[n]"
              " WHERE k.contype = 'f' AND s.relnamespace = current_schema()::regnamespace")) {
        facts.insert(fmt::format("{}.{} references {}.{}, on delete {}", row.text("tbl"),
                                 row.text("col"), row.text("target"), row.text("key"),
                                 row.text("on_delete")));
    }
    for (const Row& row :
         rows(engine,
              "SELECT t.relname AS tbl, pg_get_constraintdef(k.oid) AS condition"
              " FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid WHERE k.contype = 'c'"
              " AND t.relnamespace = current_schema()::regnamespace")) {
        facts.insert(fmt::format("check {} {}", row.text("tbl"),
                                 mentions(row.text("condition"), columns.at(row.text("tbl")))));
    }
    std::erase_if(facts, [](const std::string& fact) {
        return fact.find("store_writers") != std::string::npos;
    });
    return facts;
}

}  // namespace argosy::tests
