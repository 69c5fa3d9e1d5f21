#pragma once

#include "curves/curvetablemodel.h"

#include <QWidget>

class QDoubleSpinBox;
class QSortFilterProxyModel;
class QTableView;

namespace inceptoscope {

/// The figures of the curves that are drawn, as a table that sorts and copies, and the value that
/// curves are asked when they reached.
class FiguresPane : public QWidget
{
    Q_OBJECT

public:
    explicit FiguresPane(QWidget *parent = nullptr);

    void setCurves(const CurveSet &curves, const RunArrangement &arrangement);
    /// Headings and rows, tab by tab; the selected rows, or all.
    QString text() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void copy() const;
    QStringList rowTexts(int row) const;

    CurveSet m_curves;
    std::vector<CurvePair> m_pairs;
    CurveTableModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_view;
    QDoubleSpinBox *m_target;
    bool m_isOwnTarget = true; ///< until the person asks for another
};

} // namespace inceptoscope
