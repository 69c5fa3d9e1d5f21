#pragma once

#include "checkpoint/mappedfile.h"
#include "checkpoint/tensorfile.h"

#include <cstdint>
#include <span>

namespace inceptoscope {

// The two forms torch.save has written state dicts in. Both readers take the mapped file and leave
// `path` empty; messages are a reason alone, without the file's name. Nothing that a file names is
// run (checkpoint/pickle.h), and no number in it is believed before it has been checked.

/// Since PyTorch 1.6: a zip archive with a folder, whatever its name, that holds data.pkl, a file
/// data/N for each storage, and the format's version. The byte order must be little.
Expected<TensorFile> readTorchZip(const MappedFile &file);

/// Before: five pickles (a magic number, the protocol, what the machine was like, the object and
/// the keys of its storages), then the storages, each behind the number of its elements.
Expected<TensorFile> readTorchLegacy(const MappedFile &file);
bool isTorchLegacy(std::span<const std::byte> bytes);

/// Bytes that may be taken for tensors that are not stored in C order.
std::uint64_t torchCopyLimit(std::uint64_t fileSize);

} // namespace inceptoscope
