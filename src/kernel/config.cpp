#include "kernel/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "kernel/settings.h"

namespace argosy::kernel {
namespace {

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
            if (!value.empty() && is_misspelt(name)) problem(name, "there is no such variable");
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
            problem(origin, fmt::format("{} was \"{}\", expected {}", setting.key,
                                        store::without_secrets(value), wrong));
        }
        origins_[setting.key] = origin;
    }

    void read_table(const toml::table& table, const std::string& prefix, const std::string& file) {
        for (const auto& [name, node] : table) {
            const std::string key = prefix + std::string(name.str());
            const std::string origin = fmt::format("{}:{}", file, node.source().begin.line);
            const auto setting = std::ranges::find_if(
                settings(), [&](const Setting& s) { return s.is_called(key); });
            if (setting != settings().end()) {
                if (const auto before = origins_.find(setting->key); before != origins_.end()) {
                    problem(origin, fmt::format("{} is set a second time, after {}", setting->key,
                                                before->second));
                }
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
        const bool takes_flag = kind == Kind::kFlag || kind == Kind::kFlagOrText;
        const bool takes_text =
            kind == Kind::kText || kind == Kind::kEither || kind == Kind::kFlagOrText;
        const bool takes_number = kind == Kind::kNumber || kind == Kind::kEither;
        if (node.is_string() && takes_text) {
            set(setting, node.as_string()->get(), origin);
        } else if (node.is_integer() && takes_number) {
            set(setting, std::to_string(node.as_integer()->get()), origin);
        } else if (node.is_boolean() && takes_flag) {
            set(setting, node.as_boolean()->get() ? "true" : "false", origin);
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
        return std::ranges::any_of(settings(), [&](const Setting& s) { return s.is_in(name); });
    }

    /// A variable that looks like one of ours and is none: without this, a slip of the pen would
    /// be a setting without effect.
    static bool is_misspelt(const std::string& name) {
        static const auto [known, prefixes] = [] {
            std::set<std::string> names;
            std::set<std::string> starts = {"ST_MANUFACTURING_"};
            for (const Setting& setting : settings()) {
                for (const std::string& key : {setting.key, setting.other_key}) {
                    if (key.empty()) continue;
                    starts.insert(upper(fmt::format("argosy_{}_", key.substr(0, key.find('.')))));
                }
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
