#include "support/onnxreader.h"

#include "support/temporaryfolder.h"

#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string_view>

namespace inceptoscope::test {

namespace {

void require(bool condition, const std::string &what)
{
    if (!condition)
        throw std::runtime_error(what);
}

struct Field
{
    int number;
    std::int64_t integer; ///< of a varint
    std::string_view bytes; ///< of what has a length
};

std::uint64_t takeVarint(std::string_view &bytes)
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        require(!bytes.empty(), "a number is cut short");
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if (byte < 0x80U)
            return value;
    }
    throw std::runtime_error("a number has more than 64 bits");
}

/// The fields of a message, in their order.
std::vector<Field> fieldsOf(std::string_view bytes)
{
    std::vector<Field> fields;
    while (!bytes.empty()) {
        const std::uint64_t tag = takeVarint(bytes);
        const std::uint64_t value = takeVarint(bytes);
        Field field{static_cast<int>(tag >> 3U), static_cast<std::int64_t>(value), {}};
        if ((tag & 7U) == 2) {
            require(value <= bytes.size(), "a field reaches beyond its message");
            field.bytes = bytes.substr(0, value);
            bytes.remove_prefix(value);
        } else {
            require((tag & 7U) == 0, "a field of an unexpected type");
        }
        fields.push_back(field);
    }
    return fields;
}

[[noreturn]] void unexpected(const char *message, const Field &field)
{
    throw std::runtime_error(std::string("unexpected in ") + message + ": field "
                             + std::to_string(field.number));
}

void readAttribute(std::string_view bytes, OnnxFileNode &node)
{
    std::string name;
    std::vector<std::int64_t> values;
    std::int64_t type = 0;
    bool list = false;
    for (const Field &field : fieldsOf(bytes)) {
        if (field.number == 1)
            name = field.bytes;
        else if (field.number == 20)
            type = field.integer;
        else if (field.number == 3 || field.number == 8)
            values.push_back(field.integer);
        else
            unexpected("an attribute", field);
        list |= field.number == 8;
    }
    require(type == (list ? 7 : 2), name + " is of another type than its values");
    require(node.attributes.emplace(name, values).second, name + " is there twice");
}

OnnxFileNode nodeOf(std::string_view bytes)
{
    OnnxFileNode node;
    for (const Field &field : fieldsOf(bytes)) {
        if (field.number == 1)
            node.inputs.emplace_back(field.bytes);
        else if (field.number == 2)
            node.outputs.emplace_back(field.bytes);
        else if (field.number == 3)
            node.name = field.bytes;
        else if (field.number == 4)
            node.operation = field.bytes;
        else if (field.number == 5)
            readAttribute(field.bytes, node);
        else
            unexpected("a node", field);
    }
    return node;
}

OnnxFileTensor tensorOf(std::string_view bytes)
{
    OnnxFileTensor tensor;
    for (const Field &field : fieldsOf(bytes)) {
        if (field.number == 1) {
            tensor.shape.push_back(field.integer);
        } else if (field.number == 2) {
            require(field.integer == 1, "a tensor is not of floats");
        } else if (field.number == 8) {
            tensor.name = field.bytes;
        } else if (field.number == 9) {
            tensor.values.resize(field.bytes.size() / sizeof(float));
            std::memcpy(tensor.values.data(), field.bytes.data(), field.bytes.size());
        } else {
            unexpected("a tensor", field);
        }
    }
    const auto count = std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1},
                                       std::multiplies<>());
    require(count == static_cast<std::int64_t>(tensor.values.size()),
            tensor.name + " has another number of values than its shape says");
    return tensor;
}

std::string dimensionText(std::string_view bytes)
{
    const auto fields = fieldsOf(bytes);
    require(fields.size() == 1, "a dimension has not one field");
    return fields[0].number == 1 ? std::to_string(fields[0].integer) : std::string(fields[0].bytes);
}

/// Of a TypeProto's tensor type.
std::string shapeText(std::string_view bytes)
{
    std::string text;
    for (const Field &field : fieldsOf(bytes)) {
        if (field.number == 1)
            require(field.integer == 1, "a value is not of floats");
        else if (field.number != 2)
            unexpected("a type", field);
        for (const Field &dimension : fieldsOf(field.number == 2 ? field.bytes : "")) {
            text += text.empty() ? "" : "×";
            text += dimensionText(dimension.bytes);
        }
    }
    return text;
}

std::string valueText(std::string_view bytes)
{
    std::string text;
    for (const Field &field : fieldsOf(bytes)) {
        if (field.number == 1)
            text += field.bytes;
        else if (field.number == 2)
            text += " " + shapeText(fieldsOf(field.bytes).at(0).bytes);
        else
            unexpected("a value", field);
    }
    return text;
}

void readGraph(std::string_view bytes, OnnxFile &file)
{
    for (const Field &field : fieldsOf(bytes)) {
        if (field.number == 1)
            file.nodes.push_back(nodeOf(field.bytes));
        else if (field.number == 2)
            file.graph = field.bytes;
        else if (field.number == 5)
            file.initializers.push_back(tensorOf(field.bytes));
        else if (field.number == 11)
            file.inputs.push_back(valueText(field.bytes));
        else if (field.number == 12)
            file.outputs.push_back(valueText(field.bytes));
        else if (field.number == 13)
            file.values.push_back(valueText(field.bytes));
        else
            unexpected("the graph", field);
    }
}

/// The two fields of an entry of metadata.
std::pair<std::string, std::string> entryOf(std::string_view bytes)
{
    const auto fields = fieldsOf(bytes);
    require(fields.size() == 2 && fields[0].number == 1 && fields[1].number == 2,
            "an entry is not a key and a value");
    return {std::string(fields[0].bytes), std::string(fields[1].bytes)};
}

std::pair<std::string, std::int64_t> operatorSetOf(std::string_view bytes)
{
    const auto fields = fieldsOf(bytes);
    require(fields.size() == 2 && fields[0].number == 1 && fields[1].number == 2,
            "a set of operators is not a domain and a version");
    return {std::string(fields[0].bytes), fields[1].integer};
}

template<typename Values> std::string joined(const Values &values, const char *between)
{
    std::string text;
    for (const auto &value : values) {
        text += text.empty() ? "" : between;
        if constexpr (std::is_integral_v<std::decay_t<decltype(value)>>)
            text += std::to_string(value);
        else
            text += value;
    }
    return text;
}

std::string nodeText(const OnnxFileNode &node)
{
    std::string text = node.operation + " " + node.name + "(" + joined(node.inputs, ", ") + ")";
    for (const auto &[name, values] : node.attributes)
        text += " " + name + "=" + joined(values, ",");
    return text + " -> " + joined(node.outputs, ", ");
}

} // namespace

OnnxFile readOnnx(const std::filesystem::path &path)
{
    const std::string bytes = readFile(path);
    OnnxFile file;
    for (const Field &field : fieldsOf(bytes)) {
        if (field.number == 1)
            file.irVersion = field.integer;
        else if (field.number == 2)
            file.producer = field.bytes;
        else if (field.number == 7)
            readGraph(field.bytes, file);
        else if (field.number == 8)
            file.operatorSets.insert(operatorSetOf(field.bytes));
        else if (field.number == 14)
            file.metadata.insert(entryOf(field.bytes));
        else
            unexpected("the model", field);
    }
    return file;
}

std::string onnxText(const OnnxFile &file)
{
    std::string text;
    const auto add = [&](const std::string &line) { text += line + "\n"; };
    add(file.producer + ", version " + std::to_string(file.irVersion) + ", graph " + file.graph);
    for (const auto &[domain, version] : file.operatorSets)
        add("operators " + (domain.empty() ? "" : domain + " ") + std::to_string(version));
    for (const std::string &input : file.inputs)
        add("input: " + input);
    for (const std::string &output : file.outputs)
        add("output: " + output);
    for (const OnnxFileTensor &tensor : file.initializers)
        add("tensor: " + tensor.name + " "
            + (tensor.shape.empty() ? "scalar" : joined(tensor.shape, "×")));
    for (const OnnxFileNode &node : file.nodes)
        add(nodeText(node));
    for (const std::string &value : file.values)
        add("value: " + value);
    return text;
}

} // namespace inceptoscope::test
