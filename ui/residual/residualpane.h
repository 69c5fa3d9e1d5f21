#pragma once

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;

namespace inceptoscope {

class ElidedLabel;
class Explorer;
class MessageBar;
class PaneHeader;
class ResidualPlot;
class ScaleSlider;

/// What residual blocks add for the selected photo, and what the network would answer if they added
/// more or less (section 3.3 of the paper). It also tells of dead blocks, of any network.
class ResidualPane : public QWidget
{
    Q_OBJECT

public:
    explicit ResidualPane(Explorer *explorer, QWidget *parent = nullptr);

    PaneHeader *header() { return m_header; }
    ResidualPlot *plot() { return m_plot; }
    /// Has but a few lines, for a network without residual blocks.
    bool isFolded() const { return m_isFolded; }
    /// Of the slider and its value, which come first.
    int leastHeight() const;
    /// What the pane says in words, for tests.
    QString toText() const;

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void readyControls();
    QWidget *scaleNote();
    QWidget *scaleControls();
    QWidget *scaleFigures();
    void addExport();
    void connectControls();
    void connectExplorer();
    void showNetwork();
    void showScales();
    void showFigures();
    void showNumbers();
    void showDead();
    void showNone();
    void fold();
    void changeScale(double scale, bool isMoving);
    QString chosenBlock() const;
    double shownScale() const;

    Explorer *m_explorer;
    PaneHeader *m_header;
    MessageBar *m_message; ///< of what was saved
    MessageBar *m_dead;
    QLabel *m_none; ///< why there is nothing of residual blocks
    QWidget *m_controls; ///< of what they add
    QWidget *m_figures; ///< of it
    ElidedLabel *m_published;
    MessageBar *m_changed; ///< in its place
    ResidualPlot *m_plot;
    ElidedLabel *m_numbers; ///< of the selected block
    ScaleSlider *m_slider;
    QDoubleSpinBox *m_value;
    QCheckBox *m_onlyThis;
    ElidedLabel *m_living; ///< says that no block is dead
    bool m_isFolded = false;
};

} // namespace inceptoscope
