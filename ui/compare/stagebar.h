#pragma once

#include <QWidget>

class QComboBox;
class QTabBar;

namespace inceptoscope {

class ComparedPlaces;

/// The stages of two networks side by side, by their grids, and the blocks of the one looked at.
class StageBar : public QWidget
{
    Q_OBJECT

public:
    explicit StageBar(ComparedPlaces *places, QWidget *parent = nullptr);

    QTabBar *stages() { return m_stages; }
    /// For the header of what shows them, where there is room for their names.
    QComboBox *blocks() { return m_blocks; }

private:
    void showStages();
    void showPlace();

    ComparedPlaces *m_places;
    QTabBar *m_stages;
    QComboBox *m_blocks;
};

} // namespace inceptoscope
