#include "training/onednn/memorypool.h"

namespace inceptoscope {

std::byte *MemoryPool::take(std::size_t bytes)
{
    const auto found = m_idle.lower_bound(bytes);
    if (found != m_idle.end()) {
        std::byte *memory = found->second;
        m_idle.erase(found);
        return memory;
    }
    m_all.push_back(alignedMemory(bytes));
    m_bytes += bytes;
    m_sizes[m_all.back().get()] = bytes;
    return m_all.back().get();
}

void MemoryPool::giveBack(std::byte *memory)
{
    m_idle.emplace(m_sizes.at(memory), memory);
}

} // namespace inceptoscope
