#include "export/onnxfile.h"

#include "checkpoint/atomicfile.h"
#include "checkpoint/printable.h"
#include "engine/foldedlayer.h"
#include "export/onnxgraph.h"
#include "export/protobuf.h"

#include <fmt/format.h>
#include <limits>
#include <span>

namespace inceptoscope {

namespace {

// The numbers of fields and types are those of onnx.proto.
constexpr int irVersion = 7; // goes with the set of operators
constexpr int floatType = 1; // TensorProto.DataType.FLOAT

/// Protocol buffers end there.
constexpr std::uint64_t largestFile = std::numeric_limits<std::int32_t>::max();

ProtoMessage attributeMessage(const OnnxAttribute &attribute)
{
    constexpr int integer = 2;
    constexpr int integers = 7;
    ProtoMessage message;
    message.addText(1, attribute.name);
    for (const std::int64_t value : attribute.values)
        message.addInteger(attribute.list ? 8 : 3, value);
    message.addInteger(20, attribute.list ? integers : integer);
    return message;
}

ProtoMessage nodeMessage(const OnnxNode &node)
{
    ProtoMessage message;
    for (const std::string &input : node.inputs)
        message.addText(1, input);
    message.addText(2, node.output);
    message.addText(3, node.name);
    message.addText(4, node.operation);
    for (const OnnxAttribute &attribute : node.attributes)
        message.addMessage(5, attributeMessage(attribute));
    return message;
}

ProtoMessage shapeMessage(const OnnxValue &value, int batch)
{
    ProtoMessage pictures;
    if (batch > 0)
        pictures.addInteger(1, batch);
    else
        pictures.addText(2, "batch");
    ProtoMessage shape;
    shape.addMessage(1, pictures);
    for (const std::int64_t size : value.shape) {
        ProtoMessage dimension;
        dimension.addInteger(1, size);
        shape.addMessage(1, dimension);
    }
    return shape;
}

ProtoMessage valueMessage(const OnnxValue &value, int batch)
{
    ProtoMessage tensor;
    tensor.addInteger(1, floatType);
    tensor.addMessage(2, shapeMessage(value, batch));
    ProtoMessage type;
    type.addMessage(1, tensor);
    ProtoMessage message;
    message.addText(1, value.name);
    message.addMessage(2, type);
    return message;
}

/// A tensor without its floats.
ProtoMessage tensorMessage(const std::string &name, const std::vector<std::int64_t> &shape)
{
    ProtoMessage message;
    for (const std::int64_t size : shape)
        message.addInteger(1, size);
    message.addInteger(2, floatType);
    message.addText(8, name);
    return message;
}

ProtoMessage scaleMessage(const std::string &name, float scale)
{
    ProtoMessage message = tensorMessage(name, {});
    message.addBytes(9, std::as_bytes(std::span(&scale, 1)));
    return message;
}

/// The graph without the weights.
ProtoMessage graphMessage(const OnnxGraph &graph, const std::string &name, int batch)
{
    ProtoMessage message;
    for (const OnnxNode &node : graph.nodes)
        message.addMessage(1, nodeMessage(node));
    message.addText(2, name);
    for (const auto &[scaleName, scale] : graph.scales)
        message.addMessage(5, scaleMessage(scaleName, scale));
    message.addMessage(11, valueMessage(graph.input, batch));
    for (const OnnxValue &output : graph.outputs)
        message.addMessage(12, valueMessage(output, batch));
    for (const OnnxValue &value : graph.values)
        message.addMessage(13, valueMessage(value, batch));
    return message;
}

/// The model without its graph.
ProtoMessage modelMessage(const std::map<std::string, std::string> &metadata)
{
    ProtoMessage operators;
    operators.addText(1, ""); // ONNX's own
    operators.addInteger(2, onnxOperatorSet);
    ProtoMessage message;
    message.addInteger(1, irVersion);
    message.addText(2, "inceptoscope");
    message.addMessage(8, operators);
    for (const auto &[key, value] : metadata) {
        ProtoMessage entry;
        entry.addText(1, key);
        entry.addText(2, value);
        message.addMessage(14, entry);
    }
    return message;
}

/// What comes before a tensor's floats, within the graph.
std::string openTensor(const std::string &name, const std::vector<std::int64_t> &shape,
                       std::uint64_t bytes)
{
    ProtoMessage tensor = tensorMessage(name, shape);
    tensor.openBytes(9, bytes);
    ProtoMessage opening;
    opening.openBytes(5, tensor.bytes().size() + bytes);
    return opening.bytes() + tensor.bytes();
}

/// The weights of one layer as they lie in the file.
struct LayerPlace
{
    int layer;
    std::string weightHead;
    std::string biasHead;
    std::uint64_t bytes; ///< all that together
};

LayerPlace placeOf(const OnnxWeights &weights)
{
    const std::int64_t filters = weights.shape.front();
    std::uint64_t weightBytes = sizeof(float);
    for (const std::int64_t size : weights.shape)
        weightBytes *= static_cast<std::uint64_t>(size);
    const std::uint64_t biasBytes = sizeof(float) * static_cast<std::uint64_t>(filters);
    LayerPlace place{weights.layer, openTensor(weights.weight, weights.shape, weightBytes),
                     openTensor(weights.bias, {filters}, biasBytes), weightBytes + biasBytes};
    place.bytes += place.weightHead.size() + place.biasHead.size();
    return place;
}

/// A file whose sizes are known and whose weights are not read yet.
struct FilePlan
{
    std::string head; ///< everything before the weights
    std::vector<LayerPlace> layers;
    std::uint64_t bytes; ///< of the file
};

FilePlan planFile(const OnnxGraph &graph, const std::string &name, const OnnxOptions &options)
{
    FilePlan plan{};
    std::uint64_t weights = 0;
    for (const OnnxWeights &layer : graph.weights)
        weights += plan.layers.emplace_back(placeOf(layer)).bytes;
    const ProtoMessage description = graphMessage(graph, name, options.batch);
    ProtoMessage model = modelMessage(options.metadata);
    model.openBytes(7, description.bytes().size() + weights);
    plan.head = model.bytes() + description.bytes();
    plan.bytes = plan.head.size() + weights;
    return plan;
}

Expected<void> writeLayer(AtomicFile &file, const LayerPlace &place, const FoldedLayer &layer)
{
    return file.write(place.weightHead)
        .and_then([&] { return file.write(std::as_bytes(std::span(layer.weight))); })
        .and_then([&] { return file.write(place.biasHead); })
        .and_then([&] { return file.write(std::as_bytes(std::span(layer.bias))); });
}

tl::unexpected<Error> cannotWrite(const std::filesystem::path &path, std::string_view reason)
{
    return failure(fmt::format("{} cannot be written: {}", printable(path.string()), reason));
}

Expected<void> writePlan(const std::filesystem::path &path, const FilePlan &plan,
                         const LayerFolder &folder, const std::stop_token &stop)
{
    auto file = AtomicFile::create(path);
    if (!file)
        return tl::unexpected(file.error());
    if (auto written = file->write(plan.head); !written)
        return written;
    for (const LayerPlace &place : plan.layers) {
        if (stop.stop_requested())
            return cannotWrite(path, "interrupted");
        const auto layer = folder.fold(place.layer, 1.0);
        if (!layer)
            return tl::unexpected(layer.error());
        if (auto written = writeLayer(*file, place, *layer); !written)
            return written;
    }
    return file->commit();
}

} // namespace

std::map<std::string, std::string> onnxMetadata(const ModelDescription &description,
                                                const Sidecar &sidecar)
{
    TensorFile described;
    writeModelDescription(description, described);
    std::map<std::string, std::string> metadata;
    for (const char *key : {"id", "title", "network", "options", "preprocessing", "labels"}) {
        if (const auto found = described.metadata.find(key); found != described.metadata.end())
            metadata.emplace(*found);
    }
    if (sidecar.source)
        metadata.emplace("source", *sidecar.source);
    if (sidecar.licence)
        metadata.emplace("licence", *sidecar.licence);
    return metadata;
}

Expected<WrittenOnnx> writeOnnx(const std::filesystem::path &path, const NetworkGraph &graph,
                                const Weights &weights, const OnnxOptions &options,
                                const std::stop_token &stop)
{
    const auto translated = onnxGraph(graph);
    if (!translated)
        return cannotWrite(path, translated.error().message);
    const FilePlan plan = planFile(*translated, graph.id(), options);
    if (plan.bytes > largestFile)
        return cannotWrite(path,
                           fmt::format("it would have {} bytes, and ONNX files end at {}",
                                       plan.bytes, largestFile));
    const LayerFolder folder(graph, weights);
    if (auto written = writePlan(path, plan, folder, stop); !written)
        return tl::unexpected(written.error());
    return WrittenOnnx{translated->nodes.size(), plan.bytes};
}

} // namespace inceptoscope
