// The safetensors format: eight bytes with the length of the header, the header (JSON, padded with
// spaces), then the tensors' bytes without a gap. https://huggingface.co/docs/safetensors
#include "checkpoint/atomicfile.h"
#include "checkpoint/mappedfile.h"
#include "checkpoint/printable.h"
#include "checkpoint/safetensorsheader.h"
#include "checkpoint/tensorfile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::size_t lengthBytes = 8;
/// The limit of the reference implementation.
constexpr std::uint64_t largestHeader = 100'000'000;

using Announced = std::pair<const std::string, AnnouncedTensor>;

/// The header's bytes out of the whole file's.
Expected<std::string_view> headerText(std::span<const std::byte> file)
{
    if (file.empty())
        return failure("it is empty");
    if (file.size() <= lengthBytes || file[lengthBytes] != std::byte{'{'})
        return failure("it is not a safetensors file");
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), lengthBytes);
    if (length > largestHeader)
        return failure(fmt::format("its header claims {} bytes, more than the {} allowed", length,
                                   largestHeader));
    const auto rest = file.subspan(lengthBytes);
    if (length > rest.size())
        return failure(
            fmt::format("its header claims {} bytes where only {} follow, so the file is "
                        "cut short or damaged",
                        length, rest.size()));
    return std::string_view(reinterpret_cast<const char *>(rest.data()), length);
}

/// Bytes a tensor of that shape takes; nothing where an extent or the product is beyond 63 bits.
template<typename Extent>
std::optional<std::uint64_t> sizeInBytes(const std::vector<Extent> &shape, DType dtype)
{
    auto size = static_cast<std::int64_t>(elementSize(dtype));
    for (Extent extent : shape) {
        if (!std::in_range<std::int64_t>(extent) || std::cmp_less(extent, 0)
            || __builtin_mul_overflow(size, extent, &size))
            return std::nullopt;
    }
    return static_cast<std::uint64_t>(size);
}

std::string shapeText(const std::vector<std::uint64_t> &shape)
{
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

Expected<StoredTensor> storedTensor(const Announced &announced, std::span<const std::byte> data,
                                    const std::shared_ptr<const void> &owner)
{
    const auto &[name, tensor] = announced;
    const auto failed = [&](const std::string &reason) {
        return failure(fmt::format("the tensor \"{}\" {}", printable(name), reason));
    };
    const auto dtype = dtypeFromName(tensor.dtype);
    if (!dtype)
        return failed(
            fmt::format("has the dtype \"{}\", which is unknown here", printable(tensor.dtype)));
    const auto size = sizeInBytes(tensor.shape, *dtype);
    if (!size)
        return failed(fmt::format("has the shape {}, which is too large", shapeText(tensor.shape)));
    if (tensor.begin > tensor.end)
        return failed(
            fmt::format("ends at byte {}, before it begins at byte {}", tensor.end, tensor.begin));
    if (tensor.end > data.size())
        return failed(fmt::format("ends at byte {} of the data where there are only {}, so the "
                                  "file is cut short or damaged",
                                  tensor.end, data.size()));
    if (*size != tensor.end - tensor.begin)
        return failed(fmt::format("has {} bytes where its shape {} of {} takes {}",
                                  tensor.end - tensor.begin, shapeText(tensor.shape), tensor.dtype,
                                  *size));
    return StoredTensor{*dtype,
                        {tensor.shape.begin(), tensor.shape.end()},
                        data.subspan(tensor.begin, *size),
                        owner};
}

/// The format wants every byte of the data to belong to exactly one tensor.
Expected<void> checkCoverage(const SafetensorsHeader &header, std::size_t dataSize)
{
    std::vector<const Announced *> order;
    order.reserve(header.tensors.size());
    for (const Announced &announced : header.tensors)
        order.push_back(&announced);
    std::ranges::sort(order, {}, [](const Announced *announced) {
        return std::pair(announced->second.begin, announced->second.end);
    });
    const auto gap = [](std::uint64_t begin, std::uint64_t end) {
        return failure(fmt::format("bytes {} to {} of the data belong to no tensor", begin, end));
    };
    std::uint64_t covered = 0;
    const Announced *previous = nullptr;
    for (const Announced *announced : order) {
        if (announced->second.begin < covered)
            return failure(fmt::format("the tensors \"{}\" and \"{}\" overlap",
                                       printable(previous->first), printable(announced->first)));
        if (announced->second.begin > covered)
            return gap(covered, announced->second.begin);
        covered = announced->second.end;
        previous = announced;
    }
    if (covered != dataSize)
        return gap(covered, dataSize);
    return {};
}

Expected<TensorFile> readMapped(const MappedFile &mapped)
{
    const auto text = headerText(mapped.bytes);
    if (!text)
        return tl::unexpected(text.error());
    auto header = parseSafetensorsHeader(*text);
    if (!header)
        return tl::unexpected(header.error());
    const auto data = mapped.bytes.subspan(lengthBytes + text->size());
    TensorFile file;
    for (const Announced &announced : header->tensors) {
        auto tensor = storedTensor(announced, data, mapped.owner);
        if (!tensor)
            return tl::unexpected(tensor.error());
        file.tensors.emplace(announced.first, std::move(*tensor));
    }
    if (auto covered = checkCoverage(*header, data.size()); !covered)
        return tl::unexpected(covered.error());
    file.metadata = std::move(header->metadata);
    return file;
}

using Entry = std::pair<const std::string, StoredTensor>;

std::vector<const Entry *> writingOrder(const TensorFile &file)
{
    std::vector<const Entry *> order;
    order.reserve(file.tensors.size());
    for (const Entry &entry : file.tensors)
        order.push_back(&entry);
    std::ranges::stable_sort(order, std::greater<>(),
                             [](const Entry *entry) { return elementSize(entry->second.dtype); });
    return order;
}

/// What could be written but not read again.
Expected<void> checkWritable(const TensorFile &file)
{
    for (const auto &[key, value] : file.metadata) {
        if (!isUtf8(key) || !isUtf8(value))
            return failure(fmt::format("the metadata \"{}\" is not UTF-8", printable(key)));
    }
    for (const auto &[name, tensor] : file.tensors) {
        if (!isUtf8(name))
            return failure(
                fmt::format("the name of the tensor \"{}\" is not UTF-8", printable(name)));
        if (name == "__metadata__")
            return failure("a tensor cannot have the name \"__metadata__\"");
        if (sizeInBytes(tensor.shape, tensor.dtype) != tensor.bytes.size())
            return failure(fmt::format("the tensor \"{}\" has {} bytes, which does not match its "
                                       "shape",
                                       printable(name), tensor.bytes.size()));
    }
    return {};
}

std::string headerOf(const TensorFile &file, const std::vector<const Entry *> &order)
{
    auto header = nlohmann::ordered_json::object();
    if (!file.metadata.empty())
        header["__metadata__"] = file.metadata;
    std::uint64_t offset = 0;
    for (const Entry *entry : order) {
        const auto &[name, tensor] = *entry;
        // push_back: looking every name up would take the square of their number.
        header.get_ref<nlohmann::ordered_json::object_t &>().emplace_back(
            name,
            nlohmann::ordered_json{{"dtype", dtypeName(tensor.dtype)},
                                   {"shape", tensor.shape},
                                   {"data_offsets", {offset, offset + tensor.bytes.size()}}});
        offset += tensor.bytes.size();
    }
    std::string text = header.dump();
    text.resize((text.size() + lengthBytes - 1) / lengthBytes * lengthBytes, ' ');
    return text;
}

} // namespace

Expected<TensorFile> readSafetensors(const std::filesystem::path &path)
{
    auto file = mapFile(path).and_then(readMapped);
    if (!file)
        return failure(
            fmt::format("{} cannot be read: {}", printable(path.string()), file.error().message));
    file->path = path;
    return file;
}

Expected<void> writeSafetensors(const std::filesystem::path &path, const TensorFile &file)
{
    if (const auto writable = checkWritable(file); !writable)
        return failure(fmt::format("{} cannot be written: {}", printable(path.string()),
                                   writable.error().message));
    const auto order = writingOrder(file);
    const std::string header = headerOf(file, order);
    const std::uint64_t length = header.size();

    auto out = AtomicFile::create(path);
    if (!out)
        return tl::unexpected(out.error());
    auto written = out->write(std::as_bytes(std::span(&length, 1)));
    if (written)
        written = out->write(header);
    for (const Entry *entry : order) {
        if (written)
            written = out->write(entry->second.bytes);
    }
    return written ? out->commit() : written;
}

} // namespace inceptoscope
