#include "kernel/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "kernel/setting.h"

namespace argosy::kernel {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kBillion = 1'000'000'000;

// One line per key: name, further environment names, how its text is read, what it is for.
// ARGOSY_<SECTION>_<NAME> is understood for every key without being listed.
const std::vector<Setting>& settings() {
    static const std::vector<Setting> table = {
        {"game.base_url",
         {"SPACETRADERS_BASE_URL", "ST_API_BASE_URL"},
         url([](Config& c) -> auto& { return c.base_url; }),
         "The game server: the public one, or a spacetraders-sim."},
        {"database.path",
         {"ARGOSY_DATABASE", "DATABASE_URL"},
         sqlite_path([](Config& c) -> auto& { return c.database_path; }),
         "The SQLite file that holds everything; `sqlite:PATH` means the same."},
        {"daemon.socket",
         {"ARGOSY_SOCKET", "SPACETRADERS_SOCKET"},
         text([](Config& c) -> auto& { return c.socket; }),
         "The unix socket the daemon listens on. Empty: $XDG_RUNTIME_DIR/argosy/daemon.sock, else "
         "/tmp/argosy-<uid>/daemon.sock."},
        {"log.level",
         {},
         choice([](Config& c) -> auto& { return c.log_level; },
                {{"debug", core::LogLevel::kDebug},
                 {"info", core::LogLevel::kInfo},
                 {"warning", core::LogLevel::kWarning},
                 {"error", core::LogLevel::kError}}),
         "The least level that is written to stderr."},
        {"log.format",
         {},
         choice([](Config& c) -> auto& { return c.log_format; },
                {{"text", core::StderrSink::Format::kText},
                 {"json", core::StderrSink::Format::kJson}}),
         "One line per event, for people or for machines."},
        {"money.floor",
         {},
         credits([](Config& c) -> auto& { return c.ledger.floor; }, {0, kBillion}),
         "Credits that purchases of cargo and ships leave untouched, so that there is always "
         "fuel."},
        {"money.price_slip_percent",
         {},
         number([](Config& c) -> auto& { return c.ledger.price_slip_percent; }, {0, 100}),
         "How much dearer than quoted a purchase may turn out; kept aside for each."},
        {"manufacturing.max_workers",
         {"ST_MANUFACTURING_MAX_WORKERS"},
         number([](Config& c) -> auto& { return c.manufacturing.max_workers; }, {0, 10'000}),
         "Hauls under way at once; 0 is the whole fleet."},
        {"manufacturing.max_pipelines",
         {"ST_MANUFACTURING_MAX_PIPELINES"},
         number([](Config& c) -> auto& { return c.manufacturing.max_pipelines; }, {0, 10'000}),
         "Pipelines at once; 0 is as many as pay."},
        {"manufacturing.min_price",
         {"ST_MANUFACTURING_MIN_PRICE"},
         credits([](Config& c) -> auto& { return c.manufacturing.min_price; }, {0, kBillion}),
         "Products that sell for less are only made as inputs of others."},
        {"manufacturing.max_depth",
         {},
         number([](Config& c) -> auto& { return c.manufacturing.max_depth; }, {1, 10}),
         "Levels of making; inputs deeper than this are bought."},
        {"manufacturing.discovery_interval",
         {"ST_MANUFACTURING_DISCOVERY_INTERVAL"},
         duration([](Config& c) -> auto& { return c.manufacturing.plan_interval; },
                  {seconds(1), hours(24)}),
         "How often new pipelines are looked for."},
        {"manufacturing.assignment_interval",
         {"ST_MANUFACTURING_ASSIGNMENT_INTERVAL"},
         duration([](Config& c) -> auto& { return c.manufacturing.pass_interval; },
                  {seconds(1), hours(1)}),
         "How often ships and hauls are looked over without any event."},
        {"manufacturing.horizon",
         {},
         duration([](Config& c) -> auto& { return c.manufacturing.horizon; },
                  {minutes(1), hours(24 * 7)}),
         "After this a pipeline starts no more hauls; what still waits is planned anew."},
        {"profitability.mode",
         {},
         choice([](Config& c) -> auto& { return c.dispatch.advisory; },
                {{"gate", false}, {"advisory", true}}),
         "gate: a haul whose forecast is below the margins waits. advisory: it runs all the same."},
        {"profitability.feed_margin_bp",
         {},
         number([](Config& c) -> auto& { return c.dispatch.feed_margin_bp; }, {-100'000, 100'000}),
         "Least margin of a unit that feeds a factory, in basis points of the good's base price."},
        {"profitability.sale_margin_bp",
         {},
         number([](Config& c) -> auto& { return c.dispatch.sale_margin_bp; }, {-100'000, 100'000}),
         "Least margin of a unit of product sold, in basis points of the good's base price."},
        {"profitability.least_profit",
         {},
         credits([](Config& c) -> auto& { return c.dispatch.least_profit; }, {0, kBillion}),
         "A sale that would earn less stays where it is."},
        {"profitability.feed_least_profit",
         {},
         credits([](Config& c) -> auto& { return c.dispatch.feed_least_profit; },
                 {-kBillion, kBillion}),
         "A haul that feeds a factory and would earn less stays where it is. Below zero: a small "
         "loss is an investment in what the factory makes of it."},
        {"scout.stale_after",
         {},
         duration([](Config& c) -> auto& { return c.scouting.stale_after; },
                  {minutes(1), hours(24)}),
         "A hauler without work looks at markets not seen for this long."},
        {"scout.least_age",
         {},
         duration([](Config& c) -> auto& { return c.scouting.least_age; }, {seconds(1), hours(24)}),
         "No probe looks at a market more often than this."},
    };
    return table;
}

/// A loading under way: the values so far, where each came from, and all that was wrong.
class Loading {
  public:
    void read_file(const std::filesystem::path& path) {
        try {
            const toml::table document = toml::parse_file(path.string());
            read_table(document, "", path.string());
        } catch (const toml::parse_error& error) {
            problem(fmt::format("{}:{}", path.string(), error.source().begin.line),
                    error.description());
        }
    }

    void read_environment(const Environment& environment) {
        for (const Setting& setting : settings()) {
            std::string taken_from;
            for (const std::string& name : setting.variables()) {
                const auto found = environment.find(name);
                if (found == environment.end() || found->second.empty()) continue;
                if (taken_from.empty()) {
                    set(setting, found->second, name);
                    taken_from = name;
                } else if (found->second != environment.find(taken_from)->second) {
                    problem(name,
                            fmt::format("contradicts {} (both set {})", taken_from, setting.key));
                }
            }
        }
        for (const auto& [name, value] : environment) {
            if (is_misspelt(name)) problem(name, "there is no such variable");
        }
    }

    core::Result<Config> finish() && {
        if (!problems_.empty()) {
            return core::Error{core::ErrorCode::kConfiguration,
                               fmt::format("{}", fmt::join(problems_, "\n"))};
        }
        for (const Setting& setting : settings()) {
            const auto found = origins_.find(setting.key);
            config_.effective.push_back(
                {.key = setting.key,
                 .value = setting.form.write(config_),
                 .origin = found == origins_.end() ? std::string("default") : found->second});
        }
        return std::move(config_);
    }

  private:
    void problem(std::string_view where, std::string_view what) {
        problems_.push_back(fmt::format("{}: {}", where, what));
    }

    void set(const Setting& setting, const std::string& value, const std::string& origin) {
        const std::string wrong = setting.form.read(config_, value);
        if (!wrong.empty()) {
            problem(origin, fmt::format("{} was \"{}\", expected {}", setting.key, value, wrong));
        }
        origins_[setting.key] = origin;
    }

    void read_table(const toml::table& table, const std::string& prefix, const std::string& file) {
        for (const auto& [name, node] : table) {
            const std::string key = prefix + std::string(name.str());
            const std::string origin = fmt::format("{}:{}", file, node.source().begin.line);
            const auto setting = std::ranges::find(settings(), key, &Setting::key);
            if (setting != settings().end()) {
                read_node(*setting, node, origin);
            } else if (node.is_table() && is_section(key)) {
                read_table(*node.as_table(), key + ".", file);
            } else {
                problem(origin, fmt::format("there is no key {}", key));
            }
        }
    }

    void read_node(const Setting& setting, const toml::node& node, const std::string& origin) {
        const Kind kind = setting.form.kind;
        if (node.is_string() && kind != Kind::kNumber) {
            set(setting, node.as_string()->get(), origin);
        } else if (node.is_integer() && kind != Kind::kText) {
            set(setting, std::to_string(node.as_integer()->get()), origin);
        } else {
            problem(origin, fmt::format("{} was {}, expected {}", setting.key, type_name(node),
                                        setting.form.expected));
        }
    }

    static std::string_view type_name(const toml::node& node) {
        if (node.is_string()) return "a text";
        if (node.is_integer()) return "a whole number";
        if (node.is_floating_point()) return "a number with a fraction";
        if (node.is_boolean()) return "true or false";
        if (node.is_array()) return "a list";
        return node.is_table() ? "a section" : "a date or time";
    }

    static bool is_section(std::string_view name) {
        return std::ranges::any_of(settings(),
                                   [&](const Setting& s) { return s.section() == name; });
    }

    /// A variable that looks like one of ours and is none: without this, a slip of the pen would
    /// be a setting without effect.
    static bool is_misspelt(const std::string& name) {
        static const auto [known, prefixes] = [] {
            std::set<std::string> names;
            std::set<std::string> starts = {"ST_MANUFACTURING_"};
            for (const Setting& setting : settings()) {
                starts.insert(upper(fmt::format("argosy_{}_", setting.section())));
                for (std::string& variable : setting.variables())
                    names.insert(std::move(variable));
            }
            return std::pair(names, starts);
        }();
        const auto starts_name = [&](const std::string& prefix) {
            return name.starts_with(prefix);
        };
        return std::ranges::any_of(prefixes, starts_name) && !known.contains(name);
    }

    Config config_;
    std::map<std::string, std::string> origins_;
    std::vector<std::string> problems_;
};

}  // namespace

core::Result<Config> Config::load(const std::optional<std::filesystem::path>& file,
                                  const Environment& environment) {
    Loading loading;
    if (file) loading.read_file(*file);
    loading.read_environment(environment);
    return std::move(loading).finish();
}

std::string Config::example_file() {
    std::string page =
        "# Argosy's configuration. Every key stands here at its default; take the # away to "
        "change\n"
        "# one. Environment variables override this file. docs/reference/configuration.md\n";
    const Config defaults;
    std::string section;
    for (const Setting& setting : settings()) {
        if (setting.section() != section) {
            section = setting.section();
            page += fmt::format("\n[{}]\n", section);
        }
        page += fmt::format("\n# {}\n# Expected: {}.\n#{} = {}\n", setting.doc,
                            setting.form.expected, setting.name(), setting.as_toml(defaults));
    }
    return page;
}

std::string Config::reference_page() {
    std::string page =
        "# Configuration\n\n"
        "One TOML file, named by `--config` or `ARGOSY_CONFIG`, else `argosy.toml` in the working\n"
        "directory. `argosy.example.toml` holds every key at its default. Environment variables\n"
        "override the file; an empty variable counts as unset. Unknown keys, wrong types and bad\n"
        "values are all reported at once, with the line or the variable they came from, and the\n"
        "program ends with exit code 4.\n"
        "\nTokens are never configuration: see [players](../start.md).\n";
    const Config defaults;
    for (const Setting& setting : settings()) {
        page +=
            fmt::format("\n## `{}`\n\n{}\n\n- Default: `{}`\n- Expected: {}\n- Variables: `{}`\n",
                        setting.key, setting.doc, setting.as_toml(defaults), setting.form.expected,
                        fmt::join(setting.variables(), "`, `"));
    }
    return page;
}

std::optional<std::filesystem::path> default_config_file(const Environment& environment) {
    const auto named = environment.find("ARGOSY_CONFIG");
    if (named != environment.end() && !named->second.empty()) return named->second;
    std::filesystem::path here = "argosy.toml";
    std::error_code unreadable;
    if (std::filesystem::exists(here, unreadable)) return here;
    return std::nullopt;
}

Environment process_environment() {
    Environment result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos) {
            result.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return result;
}

}  // namespace argosy::kernel
