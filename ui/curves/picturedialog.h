#pragma once

#include "curves/curvepicture.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace inceptoscope {

/// Asks how a picture of a plot is to be: its size, colours, title and legend.
class PictureDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PictureDialog(const PictureOptions &options, QWidget *parent = nullptr);

    PictureOptions options() const;

private:
    void buildFields();
    void layOut();
    void show(const PictureOptions &options);
    void changeUnit();
    void applyUnit(PictureSize::Unit unit);
    void tellSize();

    PictureSize::Unit m_shownUnit = PictureSize::Unit::Millimetres;
    QLineEdit *m_title;
    QDoubleSpinBox *m_width;
    QDoubleSpinBox *m_height;
    QComboBox *m_unit;
    QSpinBox *m_resolution;
    QComboBox *m_colours;
    QCheckBox *m_legend;
    QLabel *m_size;
};

/// As the person chose last, or what suits a paper; never a title, which belongs to one plot.
PictureOptions rememberedPictureOptions();
void rememberPictureOptions(const PictureOptions &options);

} // namespace inceptoscope
