#pragma once

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QPushButton;

namespace inceptoscope {

class ElidedLabel;
class Explorer;
class MessageBar;
class PaneHeader;
class ResidualPlot;
class ScaleSlider;

/// What residual blocks add for the selected photo, and what the network would answer if they added
/// more or less (section 3.3 of the paper). It also says of any network that it is dead; else it is
/// hidden for those without residual blocks.
class ResidualPane : public QWidget
{
    Q_OBJECT

public:
    explicit ResidualPane(Explorer *explorer, QWidget *parent = nullptr);

    ResidualPlot *plot() { return m_plot; }
    /// What the pane says in words, for the clipboard and for tests.
    QString toText() const;

private:
    void build();
    void connectExplorer();
    void showNetwork();
    void fit();
    void showScales();
    void showFigures();
    void changeScale(double scale);
    QString chosenBlock() const;
    double shownScale() const;

    Explorer *m_explorer;
    PaneHeader *m_header;
    MessageBar *m_dead;
    QWidget *m_content; ///< all that is about residual blocks
    ResidualPlot *m_plot;
    ScaleSlider *m_slider;
    QDoubleSpinBox *m_value;
    QCheckBox *m_onlyThis;
    QPushButton *m_reset;
    ElidedLabel *m_note;
};

} // namespace inceptoscope
