#pragma once

#include "compare/stagealignment.h"

#include <QObject>

namespace inceptoscope {

class Comparison;
struct Activation;

/// Which stages and blocks of the two networks are looked at side by side. The block of side A is
/// the explorer's selected element where it is one.
class ComparedPlaces : public QObject
{
    Q_OBJECT

public:
    explicit ComparedPlaces(Comparison *comparison, QObject *parent = nullptr);

    const std::vector<AlignedPlaces> &stages() const { return m_stages; }
    /// Row in `stages`, -1 where there are none.
    int stage() const { return m_stage; }
    /// To its last blocks.
    void setStage(int stage);

    /// Of the stages looked at.
    const std::vector<AlignedPlaces> &blocks() const { return m_blocks; }
    int block() const { return m_block; }
    void setBlock(int block);
    /// What is looked at; nothing on either side where there are no networks.
    AlignedPlaces place() const;

    /// What the answers have there; null where there is no such place, or no answer yet.
    const Activation *activationA() const;
    const Activation *activationB() const;

signals:
    void stagesChanged();
    void placeChanged(); ///< another stage or block, or other networks

private:
    void update();
    void updateBlocks();
    void follow(const QString &element);
    void tellExplorer();

    Comparison *m_comparison;
    std::vector<AlignedPlaces> m_stages;
    std::vector<AlignedPlaces> m_blocks;
    int m_stage = -1;
    int m_block = -1;
    bool m_isTelling = false;
};

} // namespace inceptoscope
