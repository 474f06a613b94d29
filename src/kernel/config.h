#pragma once

/// @file
/// What an operator may set: one TOML file, overridden by environment variables. Every key is one
/// entry of the table in settings.cpp, from which the example file and the reference page are made;
/// defaults are those of the rooms' own settings. Knows nothing of how settings are used.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/log.h"
#include "core/result.h"
#include "goods/settings.h"
#include "hauls/dispatch.h"
#include "kernel/fleet_growth.h"
#include "kernel/lease_terms.h"
#include "ledger/ledger.h"
#include "manufacturing/settings.h"
#include "market/market_book.h"
#include "scouting/scout.h"
#include "store/store_url.h"

namespace argosy::kernel {

using Environment = std::map<std::string, std::string, std::less<>>;

/// One key with the value in force and where it came from.
struct EffectiveSetting {
    std::string key;     ///< "manufacturing.max_workers"
    std::string value;   ///< As it would stand in the file, without quotes.
    std::string origin;  ///< "default", "argosy.toml:12", "ST_MANUFACTURING_MAX_WORKERS"
};

struct Config {
    std::string base_url = "https://api.spacetraders.io/v2";
    store::StoreUrl store = *store::StoreUrl::parse("var/argosy.db");
    LeaseTerms lease;
    std::string socket;  ///< Empty: rpc::default_socket_path().
    core::LogLevel log_level = core::LogLevel::kInfo;
    core::StderrSink::Format log_format = core::StderrSink::Format::kText;
    std::optional<std::uint16_t> metrics_port;  ///< Nothing: no metrics are served. 0: a free port.

    ledger::Settings ledger = {.floor = core::Credits(50'000)};
    market::Settings market;
    goods::Settings goods;
    manufacturing::Settings manufacturing;  ///< Its system is chosen at each start, not here.
    hauls::DispatchSettings dispatch;
    scouting::Settings scouting;
    GrowthSettings growth;

    /// All keys, in the order of the table.
    std::vector<EffectiveSetting> effective;

    /// Reads the file, if one is named, then the variables. An empty variable counts as unset.
    /// @error kConfiguration  Lists every problem, one per line, each with its file and line or its
    ///                        variable: unknown keys, wrong types, bad values, a file that cannot
    ///                        be read.
    static core::Result<Config> load(const std::optional<std::filesystem::path>& file,
                                     const Environment& environment);

    /// Returns a file with every key at its default, commented out and explained.
    static std::string example_file();

    /// Returns the reference page of the documentation (Markdown).
    static std::string reference_page();
};

/// Returns the file to read when none is named: $ARGOSY_CONFIG, else argosy.toml in the working
/// directory if there is one, else none.
std::optional<std::filesystem::path> default_config_file(const Environment& environment);

/// Returns this process's environment.
Environment process_environment();

}  // namespace argosy::kernel
