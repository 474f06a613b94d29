#include "sim/tokens.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

namespace argosy::sim {
namespace {

constexpr std::size_t kMostBytes = 4'096;
constexpr int kSignatureWords = 4;
constexpr std::string_view kHeader = R"({"alg":"RS256","typ":"JWT"})";

const auto* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// The alphabet of URLs, without padding.
std::string to_base64url(std::string_view text) {
    std::string encoded((text.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                       bytes(text), int(text.size()));
    encoded.resize(std::size_t(length));
    encoded.erase(std::find(encoded.begin(), encoded.end(), '='), encoded.end());
    std::replace(encoded.begin(), encoded.end(), '+', '-');
    std::replace(encoded.begin(), encoded.end(), '/', '_');
    return encoded;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.empty() || text.size() > kMostBytes) return std::nullopt;
    std::string padded(text);
    std::replace(padded.begin(), padded.end(), '-', '+');
    std::replace(padded.begin(), padded.end(), '_', '/');
    const std::size_t padding = (4 - padded.size() % 4) % 4;
    padded.append(padding, '=');
    std::string decoded(padded.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()),
                                       bytes(padded), int(padded.size()));
    if (length < 0 || std::size_t(length) < padding) return std::nullopt;
    decoded.resize(std::size_t(length) - padding);
    return decoded;
}

std::string_view payload_of(std::string_view token) {
    const std::size_t first = token.find('.');
    const std::size_t last = token.rfind('.');
    if (first == std::string_view::npos || first == last) return {};
    return token.substr(first + 1, last - first - 1);
}

std::string text_in(const boost::json::object& claims, std::string_view name) {
    const boost::json::value* found = claims.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

}  // namespace

std::string make_token(const TokenClaims& claims, const core::Rng& rng) {
    const boost::json::object payload{{"identifier", claims.identifier},
                                      {"version", claims.version},
                                      {"reset_date", claims.reset_date},
                                      {"iat", claims.issued_at},
                                      {"sub", claims.subject}};
    const std::string body =
        fmt::format("{}.{}", to_base64url(kHeader), to_base64url(boost::json::serialize(payload)));
    core::RandomStream stream = rng.stream("token/" + body);
    std::string signature;
    for (int i = 0; i < kSignatureWords; ++i) {
        for (std::uint64_t word = stream.next(), byte = 0; byte < sizeof word; ++byte)
            signature += char(word >> (8 * byte) & 0xff);
    }
    return fmt::format("{}.{}", body, to_base64url(signature));
}

bool is_json_web_token(std::string_view text) {
    return text.starts_with("eyJ") && !payload_of(text).empty();
}

ApiResult<TokenClaims> read_token(std::string_view token) {
    const auto text = from_base64url(payload_of(token));
    boost::system::error_code failed;
    const boost::json::value payload = boost::json::parse(text.value_or(""), failed);
    if (failed || !payload.is_object()) return refusal::token_invalid();
    const boost::json::object& claims = payload.get_object();
    TokenClaims read{.identifier = text_in(claims, "identifier"),
                     .version = text_in(claims, "version"),
                     .reset_date = text_in(claims, "reset_date"),
                     .subject = text_in(claims, "sub")};
    if (read.subject.empty()) return refusal::token_without_subject();
    return read;
}

}  // namespace argosy::sim
