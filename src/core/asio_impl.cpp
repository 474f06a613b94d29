// Boost.Asio is compiled once, here, instead of in every file that waits.
#include <boost/asio/impl/src.hpp>
