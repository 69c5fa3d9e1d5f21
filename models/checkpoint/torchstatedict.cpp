#include "checkpoint/torchstatedict.h"

#include "checkpoint/printable.h"
#include "checkpoint/stridedview.h"
#include "checkpoint/torchglobals.h"

#include <array>
#include <fmt/format.h>
#include <memory>

namespace inceptoscope {

namespace {

using Kind = Pickle::Kind;
using Value = Pickle::Value;

/// As many as PyTorch allows.
constexpr std::size_t mostDimensions = 64;

/// The plain weights first. Averaged ones are there only beside those they are an average of, and
/// the two have the same names and shapes: which one a file is published for cannot be seen, and
/// the plain ones are what a tool takes that knows nothing of averages.
constexpr std::array<std::string_view, 4> places{"state_dict", "model", "state_dict_ema",
                                                 "model_ema"};

/// A tensor as the pickle describes it.
struct Described
{
    TorchStorage storage;
    StridedView view;
};

/// The name of the class or function that a call is of; empty for anything else.
std::string_view calledName(const Pickle &pickle, const Value &value)
{
    return value.kind == Kind::Call ? pickle.at(value.items[0]).text : std::string_view();
}

const Value &argumentsOf(const Pickle &pickle, const Value &call)
{
    return pickle.at(call.items[1]);
}

/// A parameter is a tensor in a wrapper.
const Value *unwrapped(const Pickle &pickle, const Value &value)
{
    if (calledName(pickle, value) != "torch._utils._rebuild_parameter")
        return &value;
    const auto &arguments = argumentsOf(pickle, value).items;
    return arguments.empty() ? nullptr : &pickle.at(arguments.front());
}

bool isTensor(const Pickle &pickle, const Value &value)
{
    const Value *tensor = unwrapped(pickle, value);
    const auto name = tensor ? calledName(pickle, *tensor) : std::string_view();
    return name == "torch._utils._rebuild_tensor" || name == "torch._utils._rebuild_tensor_v2";
}

/// A tuple or list of integers; a torch.Size is a tuple in a wrapper.
std::optional<std::vector<std::int64_t>> integersOf(const Pickle &pickle, const Value &value)
{
    const Value *list = &value;
    if (calledName(pickle, value) == "torch.Size" && argumentsOf(pickle, value).items.size() == 1)
        list = &pickle.at(argumentsOf(pickle, value).items.front());
    if ((list->kind != Kind::Tuple && list->kind != Kind::List)
        || list->items.size() > mostDimensions)
        return std::nullopt;
    std::vector<std::int64_t> integers;
    for (const Pickle::Id id : list->items) {
        const Value &item = pickle.at(id);
        if (item.kind != Kind::Int)
            return std::nullopt;
        integers.push_back(item.integer);
    }
    return integers;
}

std::optional<std::uint64_t> countOf(const Value &value)
{
    if (value.kind != Kind::Int || value.integer < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(value.integer);
}

Expected<Described> describe(const Pickle &pickle, const Value &tensor)
{
    const auto &arguments = argumentsOf(pickle, tensor).items;
    if (arguments.size() < 4 || pickle.at(arguments[0]).kind != Kind::Persistent)
        return failure("is not described as PyTorch does");
    auto storage = readTorchStorage(pickle, pickle.at(arguments[0]));
    if (!storage)
        return failure(fmt::format("cannot be read: {}", storage.error().message));
    const auto offset = countOf(pickle.at(arguments[1]));
    auto shape = integersOf(pickle, pickle.at(arguments[2]));
    auto strides = integersOf(pickle, pickle.at(arguments[3]));
    if (!offset || !shape || !strides || shape->size() != strides->size())
        return failure("is not described as PyTorch does");
    return Described{*storage, {*offset, std::move(*shape), std::move(*strides)}};
}

/// Makes tensors, and counts what it copies.
class TensorMaker
{
public:
    TensorMaker(const Pickle &pickle, const StorageBytes &bytes, std::uint64_t copyLimit)
        : m_pickle(pickle)
        , m_bytes(bytes)
        , m_budget(copyLimit)
    {
    }

    /// The message goes on after the tensor's name: "has elements of …".
    Expected<StoredTensor> make(const Value &value);

private:
    Expected<StoredTensor> copied(const StridedView &view, DType dtype, std::uint64_t size,
                                  std::span<const std::byte> storage);

    const Pickle &m_pickle;
    const StorageBytes &m_bytes;
    std::uint64_t m_budget;
};

Expected<StoredTensor> TensorMaker::make(const Value &value)
{
    auto described = describe(m_pickle, *unwrapped(m_pickle, value));
    if (!described)
        return tl::unexpected(described.error());
    const auto &[storage, view] = *described;
    if (!storage.dtype)
        return failure(
            fmt::format("has the elements of a {}, which are unknown here", storage.storageClass));
    const std::size_t width = elementSize(*storage.dtype);
    const auto elements = elementsOf(view, width);
    if (!elements || !liesWithin(view, storage.elements))
        return failure(fmt::format("reaches beyond its storage of {} elements", storage.elements));
    const auto bytes = m_bytes(storage);
    if (!bytes)
        return failure(fmt::format("cannot be read: {}", bytes.error().message));
    const std::uint64_t size = *elements * width;
    if (!isContiguous(view))
        return copied(view, *storage.dtype, size, bytes->bytes);
    // An empty tensor's offset may be anything.
    const std::uint64_t begin = size == 0 ? 0 : view.offset * width;
    return StoredTensor{*storage.dtype, view.shape, bytes->bytes.subspan(begin, size),
                        bytes->owner};
}

Expected<StoredTensor> TensorMaker::copied(const StridedView &view, DType dtype, std::uint64_t size,
                                           std::span<const std::byte> storage)
{
    if (size > m_budget)
        return failure("takes more memory, put in order, than a file of this size may");
    m_budget -= size;
    auto buffer = std::make_shared_for_overwrite<std::byte[]>(size);
    const std::span contents(buffer.get(), size);
    copyElements(view, storage, elementSize(dtype), contents);
    return StoredTensor{dtype, view.shape, contents, buffer};
}

bool holdsTensors(const Pickle &pickle, const Value &dictionary)
{
    for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
        if (pickle.at(dictionary.items[i]).kind == Kind::String
            && isTensor(pickle, pickle.at(dictionary.items[i + 1])))
            return true;
    }
    return false;
}

/// The last entry of that name counts, as in Python.
const Value *entryOf(const Pickle &pickle, const Value &dictionary, std::string_view key)
{
    for (std::size_t i = dictionary.items.size(); i >= 2; i -= 2) {
        const Value &name = pickle.at(dictionary.items[i - 2]);
        if (name.kind == Kind::String && name.text == key)
            return &pickle.at(dictionary.items[i - 1]);
    }
    return nullptr;
}

const Value *findStateDict(const Pickle &pickle)
{
    const Value &root = pickle.root();
    if (root.kind != Kind::Dict)
        return nullptr;
    if (holdsTensors(pickle, root))
        return &root;
    for (const std::string_view place : places) {
        const Value *inner = entryOf(pickle, root, place);
        if (inner && inner->kind == Kind::Dict && holdsTensors(pickle, *inner))
            return inner;
    }
    return nullptr;
}

} // namespace

Expected<TorchStorage> readTorchStorage(const Pickle &pickle, const Pickle::Value &persistent)
{
    const auto strange = [] { return failure("its storage is not described as PyTorch does"); };
    const Value &tuple = pickle.at(persistent.items.front());
    if (tuple.kind != Kind::Tuple || tuple.items.size() < 5 || tuple.items.size() > 6)
        return strange();
    const auto part = [&](std::size_t i) -> const Value & { return pickle.at(tuple.items[i]); };
    const auto elements = countOf(part(4));
    if (part(0).text != "storage" || part(1).kind != Kind::Global || !isStorageClass(part(1).text)
        || part(2).kind != Kind::String || !elements)
        return strange();
    TorchStorage storage{part(2).text, part(1).text, dtypeOfStorage(part(1).text), *elements, 0};
    if (tuple.items.size() == 5 || part(5).kind == Kind::None)
        return storage;
    // The key of the view itself, where it begins, how long it is.
    const Value &view = part(5);
    if (view.kind != Kind::Tuple || view.items.size() != 3)
        return strange();
    const auto offset = countOf(pickle.at(view.items[1]));
    const auto length = countOf(pickle.at(view.items[2]));
    if (!offset || !length)
        return strange();
    storage.viewOffset = *offset;
    storage.elements = *length;
    return storage;
}

Expected<TensorMap> readStateDict(const Pickle &pickle, const StorageBytes &bytes,
                                  std::uint64_t copyLimit)
{
    const Value *dictionary = findStateDict(pickle);
    if (!dictionary)
        return failure("it holds no dictionary of tensors; in PyTorch, save a model's weights "
                       "with torch.save(model.state_dict(), …)");
    TensorMaker maker(pickle, bytes, copyLimit);
    TensorMap tensors;
    for (std::size_t i = 0; i + 1 < dictionary->items.size(); i += 2) {
        const Value &name = pickle.at(dictionary->items[i]);
        const Value &value = pickle.at(dictionary->items[i + 1]);
        if (name.kind != Kind::String || !isTensor(pickle, value))
            continue;
        const std::string shown = printable(name.text);
        if (!isUtf8(name.text))
            return failure(fmt::format("the name of the tensor \"{}\" is not UTF-8", shown));
        auto tensor = maker.make(value);
        if (!tensor)
            return failure(fmt::format("the tensor \"{}\" {}", shown, tensor.error().message));
        if (!tensors.emplace(name.text, std::move(*tensor)).second)
            return failure(fmt::format("the tensor \"{}\" is there twice", shown));
    }
    return tensors;
}

} // namespace inceptoscope
