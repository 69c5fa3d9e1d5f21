#include "training/distributed/torch/rankwatch.h"

#include <string>
#include <utility>
#include <vector>

namespace inceptoscope {

namespace {

constexpr std::chrono::seconds longestGoodbye(4);
constexpr auto endKey = "end";

using Bytes = std::vector<std::uint8_t>;

class Watcher
{
public:
    Watcher(std::shared_ptr<RankNews> news, RankPlace place, MeetingStore store)
        : m_news(std::move(news))
        , m_place(std::move(place))
        , m_store(std::move(store))
        , m_beats(static_cast<std::size_t>(m_place.ranks))
    {
    }

    void run()
    {
        try {
            while (!m_news->isLeaving()) {
                goRound();
                m_news->rest();
            }
            sayGoodbye();
        } catch (const std::exception &) {
            m_news->end(
                {"rank 0 is gone, and with it the meeting place " + m_place.meetingPlace()});
        }
        m_news->finish();
    }

private:
    void goRound()
    {
        if (const auto said = m_news->takeSaid())
            m_store->compareSet(endKey, Bytes(), Bytes(said->begin(), said->end()));
        m_store->add("beat/" + std::to_string(m_place.rank), 1);
        for (int rank = 0; rank < m_place.ranks; ++rank) {
            std::int64_t &beats = m_beats[static_cast<std::size_t>(rank)];
            const std::int64_t now = m_store->add("beat/" + std::to_string(rank), 0);
            if (std::exchange(beats, now) != now)
                m_news->hear(rank);
            if (m_store->check({"goodbye/" + std::to_string(rank)}))
                m_news->hearGoodbye(rank);
        }
        if (m_store->check({endKey}))
            m_news->end({read(*m_store, endKey)});
    }

    void sayGoodbye()
    {
        put(*m_store, "goodbye/" + std::to_string(m_place.rank), "1");
        const auto end = RankNews::Clock::now() + longestGoodbye;
        for (goRound(); !m_news->isAlone() && RankNews::Clock::now() < end; goRound())
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }

    std::shared_ptr<RankNews> m_news;
    RankPlace m_place;
    MeetingStore m_store;
    std::vector<std::int64_t> m_beats;
};

} // namespace

RankWatch::RankWatch(std::shared_ptr<RankNews> news, const RankPlace &place, MeetingStore store)
    : m_news(std::move(news))
    , m_thread([watcher = Watcher(m_news, place, std::move(store))]() mutable { watcher.run(); })
{
}

RankWatch::~RankWatch()
{
    m_news->leave();
    if (m_news->waitFinished(longestGoodbye + std::chrono::seconds(1)))
        m_thread.join();
    else
        m_thread.detach();
}

} // namespace inceptoscope
