#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kernel/config.h"
#include "kernel/settings.h"

namespace argosy::kernel {

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

}  // namespace argosy::kernel
