#pragma once

#include "engine/onednn/bufferpool.h"

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace inceptoscope {

/// Memory given out while a pass is planned: what is given back is given out again to what comes
/// later in the pass. All of it lives as long as the pool.
class MemoryPool
{
public:
    std::byte *take(std::size_t bytes);
    void giveBack(std::byte *memory);
    std::size_t bytes() const { return m_bytes; }

private:
    std::vector<std::shared_ptr<std::byte>> m_all;
    std::map<std::byte *, std::size_t> m_sizes;
    std::multimap<std::size_t, std::byte *> m_idle;
    std::size_t m_bytes = 0;
};

} // namespace inceptoscope
