#pragma once

#include "curves/curveranges.h"

#include <QPushButton>
#include <QVariantMap>

#include <map>

class QActionGroup;

namespace inceptoscope {

/// A button whose menu says what the axes are: what curves stand against, logarithms, what the
/// range leaves out, and whether accuracies are drawn as errors.
class AxesButton : public QPushButton
{
    Q_OBJECT

public:
    explicit AxesButton(QWidget *parent = nullptr);

    /// Nothing: epochs where all curves know them, else steps.
    std::optional<CurveAxis> axis() const;
    CurveScales scales() const;
    bool drawsErrors() const;
    bool joinsSeeds() const;
    bool drawsReferences() const;
    SpreadBand band() const;
    /// To be kept; what is none of its own is passed over.
    QVariantMap settings() const;
    void restore(const QVariantMap &settings);
    /// Only accuracies can be drawn as errors.
    void setAccuracy(bool isAccuracy);
    /// Epochs where all curves know them.
    void chooseEpochs();

signals:
    void choiceChanged(); ///< of the axis, or of errors
    void scalesChanged();

private:
    std::map<QString, QAction *> switches() const;
    void takeAxis();
    void buildAxes(QMenu *menu);
    QAction *addSwitch(QMenu *menu, const QString &text, const QString &explanation);

    QActionGroup *m_axes;
    QAction *m_xLogarithmic = nullptr;
    QAction *m_yLogarithmic = nullptr;
    QAction *m_withoutOutliers = nullptr;
    QAction *m_errors = nullptr;
    QAction *m_joinsSeeds = nullptr;
    QAction *m_deviation = nullptr;
    QAction *m_references = nullptr;
};

} // namespace inceptoscope
