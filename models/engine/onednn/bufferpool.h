#pragma once

#include <cstddef>
#include <memory>

namespace inceptoscope {

/// Memory that outlives a forward pass, aligned to 64 bytes. It comes back here when the last who
/// looks at it lets go, on any thread, and is given out again: fresh memory costs a page fault
/// every 4 kB.
class BufferPool
{
public:
    BufferPool();
    ~BufferPool();

    std::shared_ptr<std::byte> take(std::size_t bytes);

private:
    struct Store;
    std::shared_ptr<Store> m_store;
};

/// As it comes from the operating system, aligned to 64 bytes.
std::shared_ptr<std::byte> alignedMemory(std::size_t bytes);

} // namespace inceptoscope
