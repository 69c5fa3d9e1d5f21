#include "engine/onednn/bufferpool.h"

#include <map>
#include <mutex>
#include <new>

namespace inceptoscope {

namespace {

constexpr std::align_val_t alignment{64};

struct Free
{
    void operator()(std::byte *memory) const { operator delete(memory, alignment); }
};

using Memory = std::unique_ptr<std::byte, Free>;

Memory allocate(std::size_t bytes)
{
    return Memory(static_cast<std::byte *>(operator new(bytes, alignment)));
}

/// What lies idle beyond this is given back; the maps of every block of the largest network at its
/// published size take some 100 MB.
constexpr std::size_t mostIdle = std::size_t{64} << 20U;

} // namespace

struct BufferPool::Store
{
    std::mutex mutex;
    std::multimap<std::size_t, Memory> idle;
    std::size_t idleBytes = 0;

    Memory find(std::size_t bytes)
    {
        const std::scoped_lock lock(mutex);
        const auto found = idle.find(bytes);
        if (found == idle.end())
            return nullptr;
        Memory memory = std::move(found->second);
        idle.erase(found);
        idleBytes -= bytes;
        return memory;
    }

    void giveBack(Memory memory, std::size_t bytes)
    {
        const std::scoped_lock lock(mutex);
        if (idleBytes + bytes > mostIdle)
            return;
        idle.emplace(bytes, std::move(memory));
        idleBytes += bytes;
    }
};

BufferPool::BufferPool()
    : m_store(std::make_shared<Store>())
{
}

BufferPool::~BufferPool() = default;

std::shared_ptr<std::byte> BufferPool::take(std::size_t bytes)
{
    Memory memory = m_store->find(bytes);
    if (!memory)
        memory = allocate(bytes);
    const auto giveBack = [store = std::weak_ptr(m_store), bytes](std::byte *returned) {
        Memory owned(returned);
        if (const auto open = store.lock())
            open->giveBack(std::move(owned), bytes);
    };
    return {memory.release(), giveBack};
}

std::shared_ptr<std::byte> alignedMemory(std::size_t bytes)
{
    Memory memory = allocate(bytes);
    return {memory.release(), Free()};
}

} // namespace inceptoscope
