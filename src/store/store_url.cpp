#include "store/store_url.h"

#include <libpq-fe.h>

#include <memory>

#include "store/sqlite_engine.h"

namespace argosy::store {
namespace {

struct OptionsDeleter {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// libpq's own message would repeat the url, password and all.
bool libpq_understands(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, OptionsDeleter> options(
        PQconninfoParse(url.c_str(), nullptr));
    return options != nullptr;
}

bool has_scheme(std::string_view text, std::string_view scheme) {
    return text.starts_with(scheme) && text.substr(scheme.size()).starts_with("://");
}

}  // namespace

std::string without_secrets(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::string(url);
    const std::size_t start = scheme + 3;
    std::string_view rest = url.substr(start, url.find('?', start) - start);
    std::string shown(url.substr(0, start));
    // The last one: a password may hold the sign itself.
    const std::size_t at = rest.rfind('@');
    if (at != std::string_view::npos) {
        shown += rest.substr(0, std::min(rest.find(':'), at));
        rest.remove_prefix(at);
    }
    return shown.append(rest);
}

std::optional<StoreUrl> StoreUrl::parse(std::string_view text) {
    if (has_scheme(text, "postgresql") || has_scheme(text, "postgres")) {
        std::string url(text);
        if (!libpq_understands(url)) return std::nullopt;
        return StoreUrl(Kind::kPostgres, without_secrets(url), core::Secret(std::move(url)));
    }
    constexpr std::string_view kScheme = "sqlite:";
    if (text.starts_with(kScheme)) text.remove_prefix(kScheme.size());
    // "sqlite:///var/x" is how other programs write an absolute path.
    if (text.starts_with("//")) text.remove_prefix(2);
    if (text.empty() || text.find("://") != std::string_view::npos) return std::nullopt;
    return StoreUrl(Kind::kSqlite, std::string(text), core::Secret(std::string(text)));
}

StoreUrl StoreUrl::in_memory() {
    return StoreUrl(Kind::kSqlite, std::string(kInMemory), core::Secret(std::string(kInMemory)));
}

}  // namespace argosy::store
