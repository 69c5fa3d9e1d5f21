#include "render/activationimage.h"
#include "render/tilemaker.h"
#include "support/activations.h"
#include "support/await.h"

#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TileMakerTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_maker = std::make_unique<TileMaker>();
        m_tiles.clear();
        connect(m_maker.get(), &TileMaker::made, this, [this](const std::vector<Tile> &tiles) {
            QCOMPARE(QThread::currentThread(), m_maker->thread());
            m_tiles.insert(m_tiles.end(), tiles.begin(), tiles.end());
        });
    }

    void makesWhatIsAskedForInThatOrder()
    {
        const TileMaker::Content content = contentOf(flatChannels({5, 2, 2}));
        m_maker->setContent(content);
        m_maker->request({3, 1});
        AWAIT(m_maker->isIdle());
        QCOMPARE(channels(), (QList<int>{3, 1}));
        for (const Tile &tile : m_tiles)
            QCOMPARE(tile.image,
                     channelImage(content.activation, tile.channel, content.map,
                                  content.ranges[static_cast<std::size_t>(tile.channel)]));
    }

    void averagesWhereThereIsNoRoom()
    {
        TileMaker::Content content = contentOf(flatChannels({2, 40, 30}));
        content.size = {15, 20};
        m_maker->setContent(content);
        m_maker->request({1});
        AWAIT(m_maker->isIdle());
        QCOMPARE(m_tiles.front().image.size(), QSize(15, 20));
    }

    /// What is asked for last is made next; what is under way is not made twice.
    void theNewestRequestWins()
    {
        m_maker->setContent(contentOf(flatChannels({9, 400, 400}))); // three at once
        m_maker->request({0, 1, 2, 3, 4, 5});
        m_maker->request({0, 7, 8});
        AWAIT(m_maker->isIdle());
        QCOMPARE(channels(), (QList<int>{0, 1, 2, 7, 8}));
    }

    void nothingComesOfTheContentBefore()
    {
        m_maker->setContent(contentOf(flatChannels({4, 400, 400})));
        m_maker->request({0, 1});
        m_maker->setContent(contentOf(flatChannels({4, 3, 3})));
        m_maker->request({2});
        AWAIT(m_maker->isIdle());
        QCOMPARE(channels(), QList<int>{2});
        QCOMPARE(m_tiles.front().image.size(), QSize(3, 3));
    }

private:
    static TileMaker::Content contentOf(const Activation &activation)
    {
        return {activation,
                ColourMap::Grey,
                channelRanges(activation, ColourMap::Grey, {ScaleMode::PerLayer, {}}),
                {}};
    }

    QList<int> channels() const
    {
        QList<int> channels;
        for (const Tile &tile : m_tiles)
            channels += tile.channel;
        return channels;
    }

    std::unique_ptr<TileMaker> m_maker;
    std::vector<Tile> m_tiles;
};

QTEST_GUILESS_MAIN(TileMakerTest)
#include "tst_tilemaker.moc"
