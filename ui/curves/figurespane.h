#pragma once

#include "curves/curvepreparer.h"

#include <QWidget>

class QDoubleSpinBox;
class QSortFilterProxyModel;
class QTableView;

namespace inceptoscope {

class CurveTableModel;

/// The figures of the curves that are drawn, as a table that sorts and copies, and the value that
/// curves are asked when they reached.
class FiguresPane : public QWidget
{
    Q_OBJECT

public:
    explicit FiguresPane(QWidget *parent = nullptr);

    void setFigures(const CurveSet &curves, const CurveFigures &figures);
    /// What the person asked for, of curves with this title of their vertical axis.
    std::optional<CurveTarget> target() const { return m_asked; }
    /// The same of a place on their horizontal axis.
    std::optional<CurveTarget> place() const { return m_askedPlace; }
    /// Headings and rows, tab by tab; the selected rows, or all.
    QString text() const;

signals:
    void targetChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void copy() const;
    QStringList rowTexts(int row) const;

    QString m_title; ///< of the vertical axis
    CurveTableModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_view;
    QDoubleSpinBox *m_target;
    QDoubleSpinBox *m_place;
    QString m_axis; ///< title of the horizontal one
    std::optional<CurveTarget> m_askedPlace;
    std::optional<CurveTarget> m_asked;
};

} // namespace inceptoscope
