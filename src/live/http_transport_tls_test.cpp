// Whom the transport trusts: servers whose certificate the system's store vouches for, by name.

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "live/http_transport.h"

namespace argosy::live {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::ip::tcp;
using core::ErrorCode;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
constexpr long kOneDay = 24 * 60 * 60;

/// A key and a certificate that it signed itself.
struct Identity {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
    std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), &X509_free};

    /// @param names  Whom the certificate names, for example "IP:127.0.0.1".
    explicit Identity(const char* names) {
        X509* made = certificate.get();
        X509_set_version(made, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
        X509_gmtime_adj(X509_getm_notBefore(made), -kOneDay);
        X509_gmtime_adj(X509_getm_notAfter(made), kOneDay);
        X509_set_pubkey(made, key.get());
        const auto* subject = reinterpret_cast<const unsigned char*>("argosy test");
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC, subject, -1, -1,
                                   0);
        X509_set_issuer_name(made, X509_get_subject_name(made));
        X509_EXTENSION* extension =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names);
        X509_add_ext(made, extension, -1);
        X509_EXTENSION_free(extension);
        X509_sign(made, key.get(), EVP_sha256());
    }
};

class TlsTransportTest : public testing::Test {
  protected:
    void SetUp() override {
        trusted_ = fs::temp_directory_path() /
                   ("argosy-trusted-" + std::to_string(std::uintptr_t(this)) + ".pem");
    }

    void TearDown() override {
        unsetenv("SSL_CERT_FILE");
        fs::remove(trusted_);
    }

    void serve_as(const Identity& identity) {
        SSL_CTX_use_certificate(server_tls_.native_handle(), identity.certificate.get());
        SSL_CTX_use_PrivateKey(server_tls_.native_handle(), identity.key.get());
        core::spawn(loop_.get_executor(), serve());
    }

    /// Makes the system's store hold this certificate alone.
    void trust(const Identity& identity) {
        std::FILE* file = std::fopen(trusted_.c_str(), "w");
        ASSERT_NE(file, nullptr);
        PEM_write_X509(file, identity.certificate.get());
        std::fclose(file);
        setenv("SSL_CERT_FILE", trusted_.c_str(), 1);
    }

    Result<HttpAnswer> send() {
        const std::string url =
            "https://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/v2";
        auto transport = HttpTransport::create(loop_.get_executor(), url);
        if (!transport) return std::move(transport).error();
        std::optional<Result<HttpAnswer>> result;
        core::spawn(loop_.get_executor(), keep(**transport, result));
        while (!result)
            loop_.run_one();
        return *result;
    }

    static core::Task<void> keep(HttpTransport& transport,
                                 std::optional<Result<HttpAnswer>>& result) {
        HttpRequest request{.method = "POST", .path = "/x", .body = {}, .token = {}};
        result = co_await transport.send(std::move(request));
    }

    core::Task<void> serve() {
        auto [accept_error, socket] = co_await acceptor_.async_accept(kTuple);
        asio::ssl::stream<tcp::socket> stream(std::move(socket), server_tls_);
        auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kTuple);
        if (error) co_return;
        std::string request;
        co_await asio::async_read_until(stream, asio::dynamic_buffer(request), "\r\n\r\n", kTuple);
        received_ = true;
        co_await asio::async_write(stream, asio::buffer(std::string_view(kOk)), kTuple);
    }

    asio::io_context loop_{1};
    asio::ssl::context server_tls_{asio::ssl::context::tls_server};
    tcp::acceptor acceptor_{loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    fs::path trusted_;
    bool received_ = false;
};

TEST_F(TlsTransportTest, TrustsAServerTheSystemVouchesFor) {
    const Identity server("IP:127.0.0.1");
    trust(server);
    serve_as(server);
    const auto answer = send();
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ(answer->body, "{}");
}

TEST_F(TlsTransportTest, SendsNothingToAServerNobodyVouchesFor) {
    trust(Identity("IP:127.0.0.1"));
    serve_as(Identity("IP:127.0.0.1"));
    const auto answer = send();
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
    EXPECT_FALSE(received_);
}

TEST_F(TlsTransportTest, SendsNothingToAServerOfAnotherName) {
    const Identity server("DNS:somebody.else");
    trust(server);
    serve_as(server);
    const auto answer = send();
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
    EXPECT_FALSE(received_);
}

}  // namespace
}  // namespace argosy::live
