#pragma once

#include "engine/activations.h"
#include "graph/error.h"
#include "render/colourmap.h"
#include "render/valuerange.h"

#include <QImage>
#include <QObject>
#include <QSize>
#include <QThreadPool>

#include <vector>

namespace inceptoscope {

/// The picture of one channel.
struct Tile
{
    int channel = 0;
    QImage image;
};

/// Makes pictures of channels on a worker, a few at a time, those that are looked at now first.
class TileMaker : public QObject
{
    Q_OBJECT

public:
    /// How channels are drawn.
    struct Content
    {
        Activation activation;
        ColourMap map = ColourMap::Viridis;
        std::vector<ValueRange> ranges; ///< by channel
        QSize size; ///< pixels, averaged; empty: one pixel a value
    };

    explicit TileMaker(QObject *parent = nullptr);
    ~TileMaker() override;

    /// What was asked of the content before is no longer made.
    void setContent(const Content &content);
    /// In place of what was asked for and not begun; what is being made is not made twice.
    void request(std::vector<int> channels);
    bool isIdle() const { return !m_running && m_waiting.empty(); }

signals:
    /// Of the content as it is now.
    void made(const std::vector<inceptoscope::Tile> &tiles);
    /// Some of what was asked for; ask again for it.
    void failed(const QString &sentence);

private:
    void startNext();
    void finish(int generation, const Expected<std::vector<Tile>> &tiles);

    std::shared_ptr<const Content> m_content = std::make_shared<const Content>();
    int m_generation = 0; ///< of the content
    std::vector<int> m_waiting;
    std::vector<int> m_making; ///< of the content as it is now
    bool m_running = false;
    QThreadPool m_worker;
};

} // namespace inceptoscope
