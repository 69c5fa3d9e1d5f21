#include "training/distributed/torch/gloocollective.h"

#include "engine/torch/torchborder.h"
#include "training/distributed/torch/meeting.h"
#include "training/distributed/torch/rankwatch.h"

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <algorithm>
#include <cstring>

namespace inceptoscope {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds toConnect = std::chrono::minutes(1);
/// What takes long is for RankWatch to judge: a rank that validates more slowly than another is
/// waited for.
constexpr milliseconds toExchange = std::chrono::hours(24);

class Group : public c10d::ProcessGroupGloo
{
public:
    Group(const MeetingStore &store, const RankPlace &place, const std::string &address)
        : ProcessGroupGloo(store, place.rank, place.ranks, options(place, address))
    {
        for (const auto &context : contexts_)
            context->setTimeout(toExchange);
    }

private:
    static c10::intrusive_ptr<Options> options(const RankPlace &place, const std::string &address)
    {
        auto options = Options::create(toConnect);
        options->devices.push_back(place.interface.empty()
                                       ? createDeviceForHostname(address)
                                       : createDeviceForInterface(place.interface));
        return options;
    }
};

/// One exchange, whose numbers lie in a tensor that Gloo's threads keep.
struct Exchange
{
    at::Tensor tensor;
    bool done = false;
    bool broken = false;
};

template<typename Number> constexpr at::ScalarType typeOf = at::kByte;
template<> constexpr at::ScalarType typeOf<float> = at::kFloat;
template<> constexpr at::ScalarType typeOf<double> = at::kDouble;

class GlooCollective : public Collective
{
public:
    GlooCollective(RankPlace place, const Meeting &meeting, milliseconds silence)
        : m_place(std::move(place))
        , m_store(meeting.store)
        , m_news(std::make_shared<RankNews>(m_place.rank, m_place.ranks, silence))
        , m_watch(std::make_unique<RankWatch>(m_news, m_place, visitMeetingStore(m_place)))
        , m_group(c10::make_intrusive<Group>(m_store, m_place, meeting.address))
    {
    }
    ~GlooCollective() override;
    GlooCollective(const GlooCollective &) = delete;
    GlooCollective &operator=(const GlooCollective &) = delete;

    int rank() const override { return m_place.rank; }
    int ranks() const override { return m_place.ranks; }
    Expected<std::unique_ptr<PendingSum>> startSum(std::span<float> numbers) override;
    Expected<void> sum(std::span<double> numbers) override;
    Expected<void> broadcast(std::span<std::byte> bytes) override;
    void leave(const Error &why) override;

private:
    class Pending;

    template<typename Number, typename Start>
    Expected<std::shared_ptr<Exchange>> start(std::span<Number> numbers, const Start &start);
    template<typename Number>
    Expected<void> finish(const std::shared_ptr<Exchange> &exchange, std::span<Number> numbers);

    const RankPlace m_place;
    MeetingStore m_store; ///< rank 0's is open as long as there is one
    std::shared_ptr<RankNews> m_news;
    std::unique_ptr<RankWatch> m_watch;
    c10::intrusive_ptr<Group> m_group;
    std::shared_ptr<int> m_underWay = std::make_shared<int>(0);
};

class GlooCollective::Pending : public PendingSum
{
public:
    Pending(GlooCollective &collective, std::shared_ptr<Exchange> exchange,
            std::span<float> numbers)
        : m_collective(collective)
        , m_exchange(std::move(exchange))
        , m_numbers(numbers)
    {
    }

    Expected<void> wait() override { return m_collective.finish(m_exchange, m_numbers); }

private:
    GlooCollective &m_collective;
    std::shared_ptr<Exchange> m_exchange;
    std::span<float> m_numbers;
};

/// Gloo's threads cannot be called back from an exchange with a machine that says nothing more:
/// then they keep what they work on.
GlooCollective::~GlooCollective()
{
    m_watch.reset();
    const bool idle = m_news->waitIdle([this] { return *m_underWay == 0; });
    if (!idle)
        m_group.release();
}

template<typename Number, typename Start>
Expected<std::shared_ptr<Exchange>> GlooCollective::start(std::span<Number> numbers,
                                                          const Start &start)
{
    if (const auto fine = m_news->check(); !fine)
        return tl::unexpected(fine.error());
    return withoutExceptions([&]() -> Expected<std::shared_ptr<Exchange>> {
        const auto exchange = std::make_shared<Exchange>();
        exchange->tensor = at::empty({static_cast<std::int64_t>(numbers.size())}, typeOf<Number>);
        std::memcpy(exchange->tensor.data_ptr(), numbers.data(), numbers.size_bytes());
        std::vector<at::Tensor> tensors{exchange->tensor};
        m_news->change([this] { ++*m_underWay; });
        start(tensors)->getFuture()->addCallback(
            [news = m_news, underWay = m_underWay, exchange](const auto &future) {
                news->change([&] {
                    --*underWay;
                    exchange->done = true;
                    exchange->broken = future.hasError();
                });
            });
        return exchange;
    });
}

template<typename Number>
Expected<void> GlooCollective::finish(const std::shared_ptr<Exchange> &exchange,
                                      std::span<Number> numbers)
{
    const auto waited = m_news->waitUntil([&] { return exchange->done; });
    if (!waited)
        return waited;
    if (exchange->broken)
        return tl::unexpected(m_news->whoIsGone());
    std::memcpy(numbers.data(), exchange->tensor.data_ptr(), numbers.size_bytes());
    return {};
}

Expected<std::unique_ptr<PendingSum>> GlooCollective::startSum(std::span<float> numbers)
{
    auto exchange = start(numbers, [this](auto &tensors) { return m_group->allreduce(tensors); });
    if (!exchange)
        return tl::unexpected(exchange.error());
    return std::make_unique<Pending>(*this, std::move(*exchange), numbers);
}

Expected<void> GlooCollective::sum(std::span<double> numbers)
{
    const auto exchange =
        start(numbers, [this](auto &tensors) { return m_group->allreduce(tensors); });
    return exchange ? finish(*exchange, numbers) : tl::unexpected(exchange.error());
}

Expected<void> GlooCollective::broadcast(std::span<std::byte> bytes)
{
    const auto exchange =
        start(bytes, [this](auto &tensors) { return m_group->broadcast(tensors); });
    return exchange ? finish(*exchange, bytes) : tl::unexpected(exchange.error());
}

void GlooCollective::leave(const Error &why)
{
    const auto fine = m_news->check();
    m_news->say(fine ? "rank " + std::to_string(m_place.rank) + " has ended: " + why.message
                     : fine.error().message);
}

} // namespace

Expected<std::shared_ptr<Collective>> joinThroughGloo(const RankPlace &place,
                                                      const JoinSettings &settings)
{
    const auto meeting = meet(place, settings);
    if (!meeting)
        return tl::unexpected(meeting.error());
    try {
        return std::make_shared<GlooCollective>(place, *meeting, settings.silence);
    } catch (const std::exception &exception) {
        return failure("the ranks have met at " + place.meetingPlace() + ", but rank "
                       + std::to_string(place.rank) + ", which listens at " + meeting->address
                       + ", cannot connect with the others; may they reach each other's ports? ("
                       + errorFrom(exception).message + ")");
    }
}

} // namespace inceptoscope
