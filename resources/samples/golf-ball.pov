// golf-ball.pov - a golf ball lying in short grass, morning sun.
// Written for the Inceptoscope sample pictures; POV-Ray 3.7. Units: centimetres.
// This scene and the picture made from it are dedicated to the public domain (CC0 1.0).
// povray +Igolf-ball.pov +Ogolf-ball.png +W720 +H540
#version 3.7;
global_settings { assumed_gamma 1.0 max_trace_level 6 }
#default { finish { ambient rgb <0.13,0.16,0.20> diffuse 0.75 } }
#declare R = 2.135;                      // radius of a golf ball
#declare Seed = seed(4711);

camera {
  location <0.8, 3.6, -16> look_at <0.1, 1.75, 0>
  right x*4/3 angle 34
  aperture 0.75 focal_point <0, 2, -1.4> blur_samples 36 variance 1/6000 confidence 0.93
}
light_source { <-260, 340, -230>, rgb <1.30,1.18,0.98>*1.02
  area_light <18,0,0>, <0,0,18>, 3, 3 adaptive 1 jitter circular orient }
light_source { <200, 300, -100>, rgb <0.16,0.20,0.28> shadowless }

sky_sphere { pigment { gradient y color_map {
  [0.0 rgb <0.80,0.86,0.92>] [0.25 rgb <0.45,0.64,0.90>] [1 rgb <0.18,0.38,0.75>] } } }

// ---- the ball: a sphere with dimples on a geodesic grid
#declare T = (1+sqrt(5))/2;
#declare V = array[12] {
  <-1,T,0>,<1,T,0>,<-1,-T,0>,<1,-T,0>, <0,-1,T>,<0,1,T>,<0,-1,-T>,<0,1,-T>,
  <T,0,-1>,<T,0,1>,<-T,0,-1>,<-T,0,1> }
#declare F = array[20] {
  <0,11,5>,<0,5,1>,<0,1,7>,<0,7,10>,<0,10,11>,<1,5,9>,<5,11,4>,<11,10,2>,<10,7,6>,<7,1,8>,
  <3,9,4>,<3,4,2>,<3,2,6>,<3,6,8>,<3,8,9>,<4,9,5>,<2,4,11>,<6,2,10>,<8,6,7>,<9,8,1> }
#declare N = 6;
#declare Pts = array[400];
#declare NP = 0;
#for (f,0,19)
  #for (i,0,N) #for (j,0,N-i)
    #local P = vnormalize(V[F[f].x]*i + V[F[f].y]*j + V[F[f].z]*(N-i-j));
    #local Seen = 0;
    #for (q,0,NP-1) #if (vlength(Pts[q]-P) < 0.02) #local Seen = 1; #break #end #end
    #if (!Seen) #declare Pts[NP] = P; #declare NP = NP+1; #end
  #end #end
#end
#declare DR = 0.190;     // dimple radius on the surface
#declare Depth = 0.026;
#declare SR = (DR*DR + Depth*Depth)/(2*Depth);
difference {
  sphere { 0, R }
  #for (q,0,NP-1) sphere { Pts[q]*(R-Depth+SR), SR } #end
  pigment { rgb <0.93,0.93,0.91> }
  finish { diffuse 0.80 specular 0.55 roughness 0.012 reflection { 0.01, 0.10 fresnel } conserve_energy }
  interior { ior 1.5 }
  rotate <24,13,37> translate <0, R+0.25, 0>
}

// ---- grass blades: a few curved meshes, scattered
#macro Blade(H, Bend, W, Tw)
  mesh {
    #local S = 5;
    #for (k,0,S-1)
      #local a = k/S; #local b = (k+1)/S;
      #local wa = W*(1-a*a); #local wb = W*(1-b*b);
      #local pa = <0, H*a*(1-0.22*Bend*a), Bend*H*a*a>;
      #local pb = <0, H*b*(1-0.22*Bend*b), Bend*H*b*b>;
      #local da = vrotate(x*wa, y*Tw*a); #local db = vrotate(x*wb, y*Tw*b);
      triangle { pa-da, pa+da, pb+db }
      triangle { pa-da, pb+db, pb-db }
    #end
  }
#end
#declare NB = 14;
#declare Blades = array[NB];
#for (k,0,NB-1)
  #declare Blades[k] = Blade(0.9+1.15*rand(Seed), 0.15+0.85*rand(Seed), 0.075+0.05*rand(Seed), 80*(rand(Seed)-0.5))
#end
#macro Grass(X, Z, S)
  #local g = rand(Seed);
  object { Blades[int(rand(Seed)*NB*0.999)]
    scale S*<1,0.8+0.45*rand(Seed),1> rotate y*360*rand(Seed) translate <X,0,Z>
    pigment { rgb <0.10+0.17*g, 0.27+0.20*rand(Seed), 0.035+0.04*g> }
    finish { diffuse 0.70,0.28 specular 0.14 roughness 0.06 } }
#end
#declare Cnt = 0;
#while (Cnt < 15000)                    // around the ball, fine
  #local Z = -13.5 + 30*rand(Seed); #local X = (rand(Seed)-0.5)*(9+0.85*(Z+16));
  #if (X*X+Z*Z > 0.55*R*R) Grass(X,Z,1) #end
  #declare Cnt = Cnt+1;
#end
#declare Cnt = 0;
#while (Cnt < 16000)                    // further away, out of focus
  #local Far = rand(Seed); #local Z = 16 + 130*Far*Far; #local X = (rand(Seed)-0.5)*(30+0.8*Z);
  Grass(X,Z,1.25+0.012*Z)
  #declare Cnt = Cnt+1;
#end
plane { y, 0.05 pigment { bozo scale 3 color_map { [0 rgb <0.07,0.15,0.03>] [1 rgb <0.17,0.30,0.06>] } } }
// ---- a line of trees far behind
#declare Cnt = 0;
#while (Cnt < 220)
  #local A = rand(Seed); #local Z = 2300+500*rand(Seed); #local S = 70+80*rand(Seed);
  sphere { 0, 1 scale S*<1.1,1,1> translate <(A-0.5)*2900, 90+190*rand(Seed)*(0.55+0.45*sin(A*17)), Z>
    pigment { bozo scale 0.3 color_map { [0 rgb <0.04,0.10,0.03>] [1 rgb <0.15,0.26,0.07>] } } }
  #declare Cnt = Cnt+1;
#end
