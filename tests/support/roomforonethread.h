#pragma once

#include <cstddef>
#include <fstream>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace inceptoscope::test {

/// While it lives, a thread takes a gigabyte of the address space, and there is room for one more.
class RoomForOneThread
{
public:
    RoomForOneThread()
    {
        pthread_getattr_default_np(&m_ordinary);
        pthread_attr_t large = m_ordinary;
        pthread_attr_setstacksize(&large, gigabyte);
        pthread_setattr_default_np(&large);
        getrlimit(RLIMIT_AS, &m_before);
        const rlimit limit{addressSpace() + gigabyte + gigabyte / 2, m_before.rlim_max};
        setrlimit(RLIMIT_AS, &limit);
    }

    ~RoomForOneThread()
    {
        setrlimit(RLIMIT_AS, &m_before);
        pthread_setattr_default_np(&m_ordinary);
    }

    RoomForOneThread(const RoomForOneThread &) = delete;
    RoomForOneThread &operator=(const RoomForOneThread &) = delete;

private:
    static constexpr std::size_t gigabyte = std::size_t{1} << 30U;

    /// Of this process, in bytes.
    static std::size_t addressSpace()
    {
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    }

    pthread_attr_t m_ordinary{};
    rlimit m_before{};
};

} // namespace inceptoscope::test
