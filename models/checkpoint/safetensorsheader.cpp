#include "checkpoint/safetensorsheader.h"

#include "checkpoint/printable.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <fmt/format.h>
#include <set>

namespace inceptoscope {

namespace {

constexpr std::size_t mostTensors = 100'000;
constexpr std::size_t mostDimensions = 32;
constexpr std::string_view metadataKey = "__metadata__";

/// Takes the header apart as it is parsed, so that no tree of unknown depth is ever built.
class HeaderReader : public nlohmann::json_sax<nlohmann::json>
{
public:
    SafetensorsHeader header;
    std::string problem;

    bool null() override { return notExpected("null"); }
    bool boolean(bool) override { return notExpected("true or false"); }
    bool number_integer(number_integer_t) override { return notExpected("a negative number"); }
    bool number_float(number_float_t, const string_t &) override
    {
        return notExpected("a number that is no whole number of 64 bits");
    }
    bool binary(binary_t &) override { return notExpected("binary data"); }
    bool number_unsigned(number_unsigned_t value) override;
    bool string(string_t &value) override;
    bool start_object(std::size_t) override;
    bool key(string_t &name) override;
    bool end_object() override;
    bool start_array(std::size_t) override;
    bool end_array() override;
    bool parse_error(std::size_t position, const std::string &,
                     const nlohmann::detail::exception &) override
    {
        return fail(fmt::format("its header is not valid JSON near byte {}", position));
    }

private:
    enum class Place { Start, Root, Metadata, Tensor, List };

    bool fail(std::string reason)
    {
        problem = std::move(reason);
        return false;
    }
    bool notExpected(std::string_view what);
    std::string where() const;
    bool finishTensor();

    Place m_place = Place::Start;
    bool m_metadataSeen = false;
    std::string m_name; ///< of the tensor or, in the metadata, of the text
    std::string m_field;
    std::set<std::string, std::less<>> m_fields; ///< the tensor's so far
    AnnouncedTensor m_tensor;
    std::vector<std::uint64_t> m_list;
};

std::string HeaderReader::where() const
{
    switch (m_place) {
    case Place::Start:
        return "the header";
    case Place::Metadata:
        return fmt::format("the metadata \"{}\"", printable(m_name));
    case Place::Root:
        return m_name == metadataKey ? "the metadata"
                                     : fmt::format("the tensor \"{}\"", printable(m_name));
    case Place::Tensor:
    case Place::List:
        break;
    }
    return fmt::format("the {} of the tensor \"{}\"", printable(m_field), printable(m_name));
}

bool HeaderReader::notExpected(std::string_view what)
{
    return fail(fmt::format("{} is or holds {}", where(), what));
}

bool HeaderReader::number_unsigned(number_unsigned_t value)
{
    if (m_place != Place::List)
        return notExpected("a number");
    if (m_list.size() == mostDimensions)
        return fail(fmt::format("{} has more than {} entries", where(), mostDimensions));
    m_list.push_back(value);
    return true;
}

bool HeaderReader::string(string_t &value)
{
    if (m_place == Place::Metadata)
        header.metadata.emplace(m_name, std::move(value));
    else if (m_place == Place::Tensor && m_field == "dtype")
        m_tensor.dtype = std::move(value);
    else
        return notExpected("a text");
    return true;
}

bool HeaderReader::start_object(std::size_t)
{
    if (m_place == Place::Start) {
        m_place = Place::Root;
        return true;
    }
    if (m_place != Place::Root)
        return notExpected("an object");
    if (m_name == metadataKey) {
        m_place = Place::Metadata;
        m_metadataSeen = true;
        return true;
    }
    if (header.tensors.size() == mostTensors)
        return fail(fmt::format("it has more than {} tensors", mostTensors));
    m_place = Place::Tensor;
    m_tensor = {};
    m_fields.clear();
    return true;
}

bool HeaderReader::key(string_t &name)
{
    const auto twice = [&] { return fail(fmt::format("{} is there twice", where())); };
    if (m_place == Place::Tensor) {
        m_field = std::move(name);
        if (m_field != "dtype" && m_field != "shape" && m_field != "data_offsets")
            return fail(fmt::format("the tensor \"{}\" has an unknown field \"{}\"",
                                    printable(m_name), printable(m_field)));
        return m_fields.insert(m_field).second || twice();
    }
    m_name = std::move(name);
    if (m_place == Place::Metadata)
        return !header.metadata.contains(m_name) || twice();
    const bool known = m_name == metadataKey ? m_metadataSeen : header.tensors.contains(m_name);
    return !known || twice();
}

bool HeaderReader::end_object()
{
    const Place ended = m_place;
    m_place = Place::Root;
    return ended != Place::Tensor || finishTensor();
}

bool HeaderReader::finishTensor()
{
    for (const auto *field : {"dtype", "shape", "data_offsets"}) {
        if (!m_fields.contains(field))
            return fail(fmt::format("the tensor \"{}\" has no {}", printable(m_name), field));
    }
    header.tensors.emplace(m_name, std::move(m_tensor));
    return true;
}

bool HeaderReader::start_array(std::size_t)
{
    if (m_place != Place::Tensor || m_field == "dtype")
        return notExpected("a list");
    m_place = Place::List;
    m_list.clear();
    return true;
}

bool HeaderReader::end_array()
{
    m_place = Place::Tensor;
    if (m_field == "shape") {
        m_tensor.shape = std::move(m_list);
        return true;
    }
    if (m_list.size() != 2)
        return fail(fmt::format("{} has {} entries in place of 2", where(), m_list.size()));
    m_tensor.begin = m_list[0];
    m_tensor.end = m_list[1];
    return true;
}

} // namespace

Expected<SafetensorsHeader> parseSafetensorsHeader(std::string_view json)
{
    // The library takes a zero byte for the end of the text and would not look at what follows.
    if (const auto zero = json.find('\0'); zero != std::string_view::npos)
        return failure(fmt::format("its header is not valid JSON near byte {}", zero + 1));
    HeaderReader reader;
    if (!nlohmann::json::sax_parse(json, &reader))
        return failure(std::move(reader.problem));
    return std::move(reader.header);
}

} // namespace inceptoscope
