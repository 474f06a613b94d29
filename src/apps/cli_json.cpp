#include "apps/cli_json.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <cmath>
#include <string_view>

namespace argosy::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void write_message(const Message& message, std::string& out);

void write_string(std::string_view text, std::string& out) {
    out += '"';
    for (const char letter : text) {
        switch (letter) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) {
                    out += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
                } else {
                    out += letter;
                }
        }
    }
    out += '"';
}

/// JSON has no infinity and no not-a-number.
void write_double(double number, std::string& out) {
    out += std::isfinite(number) ? fmt::format("{}", number) : "null";
}

/// Reads one value of a field: of the field itself, or of its element `index` when it is repeated.
class FieldReader final {
  public:
    FieldReader(const Message& message, const FieldDescriptor& field, int index)
        : message_(message), reflection_(*message.GetReflection()), field_(field), index_(index) {}

    void write(std::string& out) const {
        switch (field_.cpp_type()) {
            case FieldDescriptor::CPPTYPE_INT32:
                out += std::to_string(get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32));
                break;
            case FieldDescriptor::CPPTYPE_INT64:
                out += std::to_string(get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64));
                break;
            case FieldDescriptor::CPPTYPE_UINT32:
                out += std::to_string(get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32));
                break;
            case FieldDescriptor::CPPTYPE_UINT64:
                out += std::to_string(get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64));
                break;
            case FieldDescriptor::CPPTYPE_DOUBLE:
                write_double(get(&Reflection::GetDouble, &Reflection::GetRepeatedDouble), out);
                break;
            case FieldDescriptor::CPPTYPE_FLOAT:
                write_double(get(&Reflection::GetFloat, &Reflection::GetRepeatedFloat), out);
                break;
            case FieldDescriptor::CPPTYPE_BOOL:
                out += get(&Reflection::GetBool, &Reflection::GetRepeatedBool) ? "true" : "false";
                break;
            case FieldDescriptor::CPPTYPE_ENUM:
                write_string(get(&Reflection::GetEnum, &Reflection::GetRepeatedEnum)->name(), out);
                break;
            case FieldDescriptor::CPPTYPE_STRING:
                write_string(get(&Reflection::GetString, &Reflection::GetRepeatedString), out);
                break;
            case FieldDescriptor::CPPTYPE_MESSAGE:
                write_message(field_.is_repeated()
                                  ? reflection_.GetRepeatedMessage(message_, &field_, index_)
                                  : reflection_.GetMessage(message_, &field_),
                              out);
                break;
        }
    }

  private:
    template <class T>
    T get(T (Reflection::*single)(const Message&, const FieldDescriptor*) const,
          T (Reflection::*repeated)(const Message&, const FieldDescriptor*, int) const) const {
        return field_.is_repeated() ? (reflection_.*repeated)(message_, &field_, index_)
                                    : (reflection_.*single)(message_, &field_);
    }

    const Message& message_;
    const Reflection& reflection_;
    const FieldDescriptor& field_;
    const int index_;
};

void write_field(const Message& message, const FieldDescriptor& field, std::string& out) {
    write_string(field.name(), out);
    out += ':';
    if (!field.is_repeated()) return FieldReader(message, field, 0).write(out);
    out += '[';
    const int size = message.GetReflection()->FieldSize(message, &field);
    for (int i = 0; i < size; ++i) {
        if (i > 0) out += ',';
        FieldReader(message, field, i).write(out);
    }
    out += ']';
}

void write_message(const Message& message, std::string& out) {
    const google::protobuf::Descriptor& type = *message.GetDescriptor();
    out += '{';
    const char* separator = "";
    for (int i = 0; i < type.field_count(); ++i) {
        const FieldDescriptor& field = *type.field(i);
        if (field.has_presence() && !message.GetReflection()->HasField(message, &field)) continue;
        out += separator;
        separator = ",";
        write_field(message, field, out);
    }
    out += '}';
}

}  // namespace

std::string to_json(const Message& message) {
    std::string out;
    write_message(message, out);
    return out;
}

}  // namespace argosy::cli
